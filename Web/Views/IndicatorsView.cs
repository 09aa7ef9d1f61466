using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Web.Views;

/// <summary>The figures of a symbol's strategies.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Time">Event time of the last event.</param>
/// <param name="Indicators">By portfolio, strategy and name (<c>default/lss/atr</c>); null while there is no figure yet.</param>
internal sealed record IndicatorsView(string Symbol, EventTime Time, IReadOnlyDictionary<string, double?> Indicators)
{
    public static IndicatorsView From(SymbolView symbol) => new(symbol.Symbol, symbol.Time, Finite(symbol.Indicators));

    /// <summary>JSON has no number for what is not finite.</summary>
    public static IReadOnlyDictionary<string, double?> Finite(IReadOnlyDictionary<string, double> figures) =>
        figures.ToDictionary(figure => figure.Key, figure => double.IsFinite(figure.Value) ? figure.Value : (double?)null);
}

using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Web.Views;

/// <summary>A symbol as it stands.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Time">Event time of the last event.</param>
/// <param name="Mark">The last price; 0 before the first.</param>
/// <param name="PricePrecision">Decimals of a price.</param>
/// <param name="IsPaused">Whether new entries of this symbol are refused.</param>
/// <param name="IsEnded">Whether its feed has said that its data has ended.</param>
/// <param name="Bars">Bars applied.</param>
/// <param name="Duplicates">Bars that were there before, with the same values.</param>
/// <param name="Revisions">Bars that were there before, with other values; not applied.</param>
/// <param name="DeadLetters">Records that could not be read.</param>
/// <param name="Positions">Last position applied, by source.</param>
/// <param name="Indicators">The strategies' figures; null while there is no figure yet.</param>
/// <param name="LastBar">The latest bar; null before the first.</param>
/// <param name="Book">The five best levels of the order book; null where the symbol has none.</param>
internal sealed record SymbolStateView(
    string Symbol,
    EventTime Time,
    decimal Mark,
    int PricePrecision,
    bool IsPaused,
    bool IsEnded,
    long Bars,
    long Duplicates,
    long Revisions,
    long DeadLetters,
    IReadOnlyDictionary<string, long> Positions,
    IReadOnlyDictionary<string, double?> Indicators,
    BarView? LastBar,
    BookView? Book)
{
    private const int Levels = 5;

    public static SymbolStateView From(SymbolView symbol) => new(
        symbol.Symbol,
        symbol.Time,
        symbol.Mark,
        symbol.PricePrecision,
        symbol.IsPaused,
        symbol.IsEnded,
        symbol.Bars,
        symbol.Duplicates,
        symbol.Revisions,
        symbol.DeadLetters,
        symbol.Positions,
        IndicatorsView.Finite(symbol.Indicators),
        symbol.LatestBars is [.., var last] ? BarView.From(last) : null,
        symbol.Book?.First(Levels));
}

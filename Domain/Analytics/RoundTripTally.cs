using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>
/// Counts a strategy's round trips as <see cref="PerformanceRecorder"/> does, for a host that keeps no other statistics. A
/// fill allocates only where a symbol is traded for the first time, or where it has more open lots than ever before.
/// </summary>
internal sealed class RoundTripTally(IReadOnlyList<Instrument> instruments)
{
    private readonly TradeTotals _totals = new();
    private readonly FifoMatcher?[] _matchers = new FifoMatcher?[instruments.Count];

    public RoundTripCounts Counts => _totals.ToCounts();

    public void OnFill(in Fill fill) => Matcher(fill.SymbolIndex).OnFill(fill, null);

    /// <summary>Saves or restores what is not a symbol's.</summary>
    public void PersistTotals(StateArchive archive) => archive.Item("totals", _totals);

    /// <summary>Saves or restores what is one symbol's: one without an open lot has nothing to go on with.</summary>
    public void PersistSymbol(int symbol, StateArchive archive)
    {
        var hasLots = HasLots(symbol);
        archive.Item("hasLots", ref hasLots);
        if (hasLots)
            archive.Item("openLots", Matcher(symbol));
        else
            _matchers[symbol] = null;
    }

    private bool HasLots(int symbol) => _matchers[symbol] is { HasLots: true };

    private FifoMatcher Matcher(int symbol) => _matchers[symbol] ??= new FifoMatcher(
        0, symbol, instruments[symbol].Multiplier, PerformanceOptions.DefaultOpenLots, _totals);
}

using TradeBooks.Domain.Indicators;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>
/// Counts a strategy's round trips as <see cref="PerformanceRecorder"/> does, for a host that keeps no other statistics. A
/// fill allocates only where a symbol is traded for the first time, or where it has more open lots than ever before.
/// </summary>
internal sealed class RoundTripTally(IReadOnlyList<Instrument> instruments) : IPersistent
{
    private readonly TradeTotals _totals = new();
    private readonly FifoMatcher?[] _matchers = new FifoMatcher?[instruments.Count];

    public RoundTripCounts Counts => _totals.ToCounts();

    public void OnFill(in Fill fill) => Matcher(fill.SymbolIndex).OnFill(fill, null);

    public void Persist(StateArchive archive)
    {
        archive.Item("totals", _totals);
        if (archive.IsLoading)
            Array.Clear(_matchers);

        // A symbol without an open lot has nothing to go on with.
        int[] open = [.. Enumerable.Range(0, _matchers.Length).Where(symbol => _matchers[symbol] is { HasLots: true })];
        var count = open.Length;
        archive.List("openLots", ref count, (index, element) =>
        {
            var symbol = archive.IsLoading ? 0 : open[index];
            element.Item("symbol", ref symbol);
            SavedIndex.Check("symbol", symbol, _matchers.Length - 1);
            Matcher(symbol).Persist(element);
        });
    }

    private FifoMatcher Matcher(int symbol) => _matchers[symbol] ??= new FifoMatcher(
        0, symbol, instruments[symbol].Multiplier, PerformanceOptions.DefaultOpenLots, _totals);
}

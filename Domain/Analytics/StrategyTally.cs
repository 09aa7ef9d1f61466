using TradeBooks.Domain.Indicators;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>
/// What a strategy of a portfolio has asked for and what came of it, with the round trips of
/// <see cref="PerformanceRecorder"/>. A fill allocates only where a symbol is traded for the first time, or where it
/// has more open lots than ever before.
/// </summary>
public sealed class StrategyTally : IPersistent
{
    private readonly TradeTotals _totals = new();
    private readonly IReadOnlyList<Instrument> _instruments;
    private readonly FifoMatcher?[] _matchers;
    private long _signals;
    private long _refused;

    internal StrategyTally(IReadOnlyList<Instrument> instruments)
    {
        _instruments = instruments;
        _matchers = new FifoMatcher?[instruments.Count];
    }

    /// <summary>Entries that the portfolio was asked for.</summary>
    public long Signals => _signals;

    /// <summary>Those of them that were accepted, and were worth a lot when they filled.</summary>
    public long Accepted => _signals - _refused;

    /// <summary>Those of them that were refused, or for which nothing could be bought when they filled.</summary>
    public long Refused => _refused;

    /// <summary>Quantities that were opened and closed.</summary>
    public long RoundTrips => _totals.Trades;

    /// <summary>Round trips with a P&amp;L above 0.</summary>
    public long Wins => _totals.Wins;

    /// <summary>Round trips with a P&amp;L below 0.</summary>
    public long Losses => _totals.Losses;

    /// <summary>Share of the round trips that are wins; null without any.</summary>
    public double? WinRate => _totals.WinRate;

    /// <summary>Σ of the profits / Σ of the losses; null without a loss.</summary>
    public double? ProfitFactor => _totals.ProfitFactor;

    public void Persist(StateArchive archive)
    {
        archive.Item("signals", ref _signals);
        archive.Item("refused", ref _refused);
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

    internal void OnDecision(bool isAccepted)
    {
        _signals++;
        if (!isAccepted)
            _refused++;
    }

    /// <summary>An entry that had been accepted was dropped when it filled.</summary>
    internal void OnDropped() => _refused++;

    internal void OnFill(in Fill fill) => Matcher(fill.SymbolIndex).OnFill(fill, null);

    private FifoMatcher Matcher(int symbol) => _matchers[symbol] ??= new FifoMatcher(
        0, symbol, _instruments[symbol].Multiplier, PerformanceOptions.DefaultOpenLots, _totals);
}

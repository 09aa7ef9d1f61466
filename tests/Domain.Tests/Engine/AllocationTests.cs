using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Strategies;
using TradeBooks.Tests;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>A bar costs no memory: what a run allocates does not depend on how long it is.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData("lss", "")]
    [InlineData("sma-cross", "sizing=all-in fast=2 slow=5")]
    [InlineData("sma-cross", "direction=long-short sizing=quantity fast=2 slow=5 fees=per-share slippage_bps=1")]
    [InlineData("macd-trend", "threshold=0 sizing=target fast=3 slow=6 signal=3 max_daily_loss=0.5 max_drawdown=0.9")]
    public void Advance_AfterWarmUp_AllocatesNothing(string strategies, string settings) =>
        Advance(strategies, settings, barsKept: 0, most: 0);

    /// <summary>How many bars go into half a kilobyte differs, so that now and then there is one more of those.</summary>
    [Theory]
    [InlineData("lss", "")]
    [InlineData("macd-trend", "threshold=0 sizing=target fast=3 slow=6 signal=3 max_daily_loss=0.5 max_drawdown=0.9")]
    public void Advance_WithHistoryAfterWarmUp_UsesItsMemoryAgain(string strategies, string settings) =>
        Advance(strategies, settings, barsKept: 1_000, most: 8 * 600);

    private static void Advance(string strategies, string settings, int barsKept, long most)
    {
        var setup = TradingRun.ReadSetup(StrategyChoice.Parse([strategies]), ["A", "B", "C"], settings);
        var portfolio = new PortfolioEngine(setup.Portfolio);
        var engines = setup.CreateSymbolEngines();
        foreach (var engine in barsKept > 0 ? engines : [])
            engine.KeepHistory(barsKept);
        var run = new Backtest(
            engines, portfolio,
            [.. setup.Portfolio.Instruments.Select((instrument, i) => new EndlessFeed(instrument.Symbol, i))]);
        run.Advance(60_000);
        var fills = portfolio.Fills;
        var allocated = Allocations.Least(() => run.Advance(150_000));
        Assert.True(portfolio.Fills > fills + 500, $"only {portfolio.Fills - fills} fills were measured");
        Assert.True(allocated <= most, $"{allocated} bytes for 150,000 bars and {portfolio.Fills - fills} fills");
    }

    /// <summary>A saw-tooth with a jump now and then, made in place.</summary>
    private sealed class EndlessFeed(string symbol, int seed) : ISymbolFeed
    {
        private readonly MarketEvent[] _batch = new MarketEvent[500];
        private readonly Random _random = new(seed);
        private long _row = 1;
        private long _price = 10_000;

        public string Symbol => symbol;

        public EventBatch NextBatch()
        {
            for (var i = 0; i < _batch.Length; i++)
            {
                var last = _price;
                var scale = _random.Next(25) == 0 ? 12 : 1;
                _price = Math.Clamp(_price + scale * _random.Next(-15, 16), 5_000, 20_000);
                var (high, low) = (Math.Max(last, _price) + _random.Next(3), Math.Min(last, _price) - _random.Next(3));
                var change = new Decimal64((_price - last) * 1_000_000 / last, 4);
                var bar = new Bar(new EventTime(++_row * EventTime.Minute), last, high, low, _price, 2, change);
                _batch[i] = new MarketEvent(bar, SourcePosition.Row(_row));
            }

            return new EventBatch(_batch, _batch.Length);
        }
    }
}

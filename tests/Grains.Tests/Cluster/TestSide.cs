using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>A symbol without its grain, in a market that stands still: what it did is known to the portfolio alone.</summary>
internal sealed class TestSide(TradingSetup setup, int index)
{
    private readonly SymbolSide _side = new(setup, index);

    /// <param name="setup">The portfolio.</param>
    /// <param name="symbol">The symbol.</param>
    public static TestSide Of(TradingSetup setup, string symbol) =>
        new(setup, setup.Portfolio.Instruments.Select(instrument => instrument.Symbol).ToList().IndexOf(symbol));

    /// <summary>Bars as they stand in the symbol's log, from an offset on.</summary>
    public IEnumerable<SymbolReport> Reports(int first, int count, bool isEnd = false) =>
        Reports([.. Flat.Bars(first, count)], first, isEnd);

    public IEnumerable<SymbolReport> Reports(IReadOnlyList<TestBar> bars, int first, bool isEnd = false) => _side.Run(
        [.. bars.Select((bar, i) => new MarketEvent(bar.ToEvent(0).Bar, new SourcePosition(0, first + i)))], bars.Count, isEnd);

    public Task Run(IPortfolioGrain portfolio, int first, int count, bool isEnd = false) =>
        Run(portfolio, Reports(first, count, isEnd));

    public async Task Run(IPortfolioGrain portfolio, IEnumerable<SymbolReport> reports)
    {
        foreach (var report in reports)
        {
            SlotAnswer answer;
            do
            {
                // Where another symbol lags it is to be asked again.
                answer = await portfolio.Submit(report);
            }
            while (answer.IsPending);
            if (report.Question is not null)
                _side.Take(answer);
        }
    }
}

using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>Compares what a cluster has traded with the backtest over the same bars.</summary>
internal static class Right
{
    /// <summary>Log, money and positions; returns the number of fills.</summary>
    public static Task<int> Check(TradingCluster cluster, PortfolioCase portfolio, Dictionary<string, List<TestBar>> bars) =>
        Check(cluster, portfolio, portfolio.Backtest(bars));

    /// <summary>The same against a backtest that has come to its end.</summary>
    public static async Task<int> Check(TradingCluster cluster, PortfolioCase portfolio, TradingRun expected)
    {
        Same(PortfolioCase.Log(expected), await cluster.TradeLog(portfolio.Key), portfolio.Key);
        var view = await TradingCluster.Retry(cluster.Portfolio(portfolio.Key).GetView);
        Assert.Equal(expected.Backtest.Events, view.Events);
        Check(expected.Portfolio, view);
        Assert.Equal(expected.Recorder!.MaxDrawdown, view.MaxDrawdown);
        Assert.Equal(Math.Max(view.Equity, Precision.Round(expected.Recorder.PeakEquity)), view.PeakEquity);
        Check(expected, await TradingCluster.Retry(cluster.Portfolio(portfolio.Key).GetStrategies));
        await CheckLedger(cluster, portfolio.Key, view);
        return expected.Ledger.Records.Count;
    }

    private static void Same(string expected, string actual, string portfolio)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var at = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(
            expected == actual,
            $"{portfolio}, row {at} of {left.Length}: backtest {left.ElementAtOrDefault(at)}, cluster {right.ElementAtOrDefault(at)}");
    }

    private static void Check(PortfolioEngine expected, PortfolioView view)
    {
        Assert.Equal(
            (expected.Cash, expected.Equity, expected.GrossRealizedPnl - expected.Fees, expected.Fees, expected.Fills, expected.Refusals),
            (view.Cash, view.Equity, view.RealizedPnl, view.Fees, view.Fills, view.Refusals));
        var seen = view.Positions.ToDictionary(position => (position.Strategy, position.Symbol));
        for (var strategy = 0; strategy < expected.Options.Strategies.Count; strategy++)
        {
            for (var symbol = 0; symbol < expected.Options.Instruments.Count; symbol++)
            {
                var right = expected.Position(strategy, symbol);
                var id = (expected.Options.Strategies[strategy], expected.Options.Instruments[symbol].Symbol);
                var (quantity, price, pnl) = seen.Remove(id, out var position)
                    ? (position.Quantity, position.AveragePrice, position.RealizedPnl)
                    : default;
                Assert.Equal((id, right.Quantity, right.AveragePrice, right.GrossRealizedPnl - right.Fees), (id, quantity, price, pnl));
            }
        }

        Assert.Empty(seen);
    }

    private static void Check(TradingRun expected, StrategiesView actual)
    {
        var report = expected.Recorder!.BuildReport(expected.Backtest.Figures(), new Dictionary<string, string>());
        Assert.Equal(expected.Setup.Portfolio.Strategies, actual.Strategies.Select(strategy => strategy.Id));
        for (var i = 0; i < actual.Strategies.Count; i++)
        {
            var (right, seen, counts) = (report.StrategyResults[i], actual.Strategies[i], expected.Recorder.RoundTrips(i));
            var (signals, refused) = (expected.Portfolio.Signals(i), expected.Portfolio.RefusedSignals(i));
            Assert.Equal(
                (right.Trades, right.WinRate, right.ProfitFactor, right.GrossRealizedPnl - right.Fees, right.UnrealizedPnl, right.Fees),
                (seen.RoundTrips, seen.WinRate, seen.ProfitFactor, seen.RealizedPnl, seen.UnrealizedPnl, seen.Fees));
            Assert.Equal(
                (signals, signals - refused, refused, counts.Wins, counts.Losses),
                (seen.Signals, seen.Accepted, seen.Refused, seen.Wins, seen.Losses));
        }
    }

    /// <summary>Every decision and fill once, numbered without a gap; what they cost is what the cash has lost.</summary>
    public static async Task CheckLedger(TradingCluster cluster, string portfolio, PortfolioView view)
    {
        var page = new DeskPageRequest(0, 1_000_000);
        var trades = (await TradingCluster.Retry(() => cluster.Portfolio(portfolio).GetTrades(page))).Items;
        var orders = (await TradingCluster.Retry(() => cluster.Portfolio(portfolio).GetOrders(page))).Items;
        Assert.Equal(trades.Count, trades.DistinctBy(trade => (trade.OrderId, trade.FillNumber)).Count());
        Assert.Equal(orders.Count, orders.DistinctBy(order => order.Id).Count());
        Assert.Equal(Enumerable.Range(1, trades.Count).Select(i => (long)i), trades.Select(trade => trade.Number));
        Assert.Equal(Enumerable.Range(1, orders.Count).Select(i => (long)i), orders.Select(order => order.Number));
        Assert.Equal(
            view.Cash,
            view.InitialCash - trades.Sum(trade => (trade.Side == Side.Buy ? 1 : -1) * trade.Notional + trade.Fee));
    }
}

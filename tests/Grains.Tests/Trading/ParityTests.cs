using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Grains.Tests.Cluster;

namespace TradeBooks.Grains.Tests.Trading;

/// <summary>Any number of silos trades as the backtest does, byte for byte.</summary>
public sealed class ParityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Feed_AnyNumberOfSilos_TradesAsTheBacktest(int silos)
    {
        var bars = RandomBars.Make(silos, 240, symbols: 5);
        PortfolioCase[] portfolios =
        [
            PortfolioCase.Named("lss", "lss", "volume_multiplier=1.5 rejection=0.5 risk_per_trade=0.1"),
            PortfolioCase.Named("all-in", "sma-cross", "direction=long-short sizing=all-in fast=2 slow=5"),
            PortfolioCase.Named(
                "mixed", "lss,trend=sma-cross",
                "trend.sizing=target trend.fast=2 trend.slow=6 max_position_notional=0.4 fees=per-share max_open_positions=2"),
            PortfolioCase.Random("random", silos, closesFill: false),
            PortfolioCase.Random("at-close", silos + 10, closesFill: true),
            PortfolioCase.Random("other", silos + 20),
        ];
        await using var cluster = await TradingCluster.Start(silos, bars.Keys, portfolios);
        await cluster.Feed(bars, silos);
        foreach (var portfolio in portfolios)
        {
            var fills = await Right.Check(cluster, portfolio, bars);
            Assert.True(fills > 0, $"{portfolio.Key} does not trade");
        }

        foreach (var (symbol, made) in bars)
        {
            var view = await cluster.Symbol(symbol).GetView();
            Assert.Equal(
                (made.Count, 0, 0, 0, true, made[^1].Time),
                (view.Bars, view.Duplicates, view.Revisions, view.DeadLetters, view.IsEnded, view.Time));
            Assert.Equal(made[^1].Close, view.Mark);
            Assert.Equal(made[^1].ToEvent(0).Bar, view.LatestBars[^1]);
        }
    }
}

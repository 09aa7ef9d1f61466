using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Grains.Tests.Cluster;

namespace TradeBooks.Grains.Tests.Trading;

/// <summary>A symbol's snapshot, which its activation does not keep beside its engines.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public async Task Feed_SymbolMovesFromSiloToSilo_GoesOnFromItsSnapshot()
    {
        var (bars, portfolio) = (RandomBars.Make(31, 300, symbols: 1), PortfolioCase.Random("p", 4));
        await using var cluster = await TradingCluster.Start(2, bars.Keys, [portfolio]);
        var log = SymbolLog.Of(bars.Keys.Single(), bars.Values.Single());
        var random = new Random(31);
        var symbol = cluster.Symbol(log.Symbol);
        for (var first = 0; first <= log.Last;)
        {
            var last = Math.Min(log.Last, first + random.Next(60));
            await cluster.Publish(log, first, last);
            await cluster.Applied(log, last);
            first = last + 1;
            var from = await cluster.SiloOf(symbol);
            var to = cluster.Silos.Single(silo => silo != from);
            await cluster.Move(symbol, to);
            Assert.Equal(last, await cluster.Applied(log.Symbol));
            Assert.Same(to, await cluster.SiloOf(symbol));
        }

        Assert.True(await Right.Check(cluster, portfolio, bars) > 10);
        var view = await symbol.GetView();
        Assert.Equal((bars.Values.Single().Count, 0, 0), (view.Bars, view.Duplicates, view.Revisions));
    }

    [Fact]
    public async Task Feed_AnotherTopicHasItsTurn_WritesTheSnapshotWithIt()
    {
        await using var cluster = await TradingCluster.Start(1, ["A"], [Flat.Holding("p", 3)]);
        var first = SymbolLog.Of("A", Flat.Bars(0, 40), withEnd: false);
        // Ids of orders are made of offsets.
        var second = new SymbolLog("A", [.. Flat.Bars(0, 60).Select(SymbolLog.Record)], "more");
        await cluster.Feed(first, new Random(1));
        var before = cluster.Snapshots.History("A")[^1];
        await cluster.Feed(second, new Random(2), first.Last + 1);
        var turn = cluster.Snapshots.History("A").First(state => state.Source == second.Source);
        Assert.Equal(first.Source, before.Source);
        Assert.Equal(before.Data, turn.Data);
        Assert.Equal(60, (await cluster.Symbol("A").GetView()).Bars);
    }
}

using System.Diagnostics;
using System.Text.Json;
using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Grains.Tests.Cluster;

namespace TradeBooks.Grains.Tests.Trading;

/// <summary>Slots that do not wait for everybody.</summary>
public sealed class ArrivalTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public async Task Feed_AnyArrivals_AppliesEveryBar(int wait)
    {
        var (bars, portfolio) = (RandomBars.Make(31, 200, symbols: 5), PortfolioCase.Random("p", 16));
        await using var cluster = await TradingCluster.Start(2, bars.Keys, [portfolio], TimeSpan.FromMilliseconds(wait));
        await cluster.Feed(bars, 31);
        foreach (var (symbol, made) in bars)
            Assert.Equal(made.Count, (await cluster.Symbol(symbol).GetView()).Bars);
        var view = await cluster.Portfolio("p").GetView();
        Assert.Equal(bars.Values.Sum(made => made.Count), view.Events);
        Assert.True(view.Fills > 0);
        await Right.CheckLedger(cluster, "p", view);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public async Task Feed_OneSymbolAfterTheOther_CountsWhatIsLate(int wait)
    {
        var bars = new Dictionary<string, List<TestBar>> { ["A"] = [.. Flat.Bars(0, 20)], ["B"] = [.. Flat.Bars(5, 25)] };
        await using var cluster = await TradingCluster.Start(1, bars.Keys, [Flat.Holding("p", 3)], TimeSpan.FromMilliseconds(wait));
        var (a, b) = (SymbolLog.Of("A", bars["A"], withEnd: false), SymbolLog.Of("B", bars["B"], withEnd: false));
        var clock = Stopwatch.StartNew();
        await cluster.Feed(a, new Random(1));
        // B is silent: twenty slots, a wait each at most. The rest is for a busy machine; whoever waits for B waits five seconds each time.
        Assert.True(clock.Elapsed.TotalMilliseconds < 20 * wait + 30_000, $"A took {clock.Elapsed}");
        Assert.Equal(20, (await cluster.Portfolio("p").GetView()).Events);
        Assert.Equal(0, await Late(cluster));
        await cluster.Feed(b, new Random(1));
        var view = await cluster.Portfolio("p").GetView();
        Assert.Equal((45, Flat.At(29)), (view.Events, view.Time));
        Assert.Equal(15, await Late(cluster));
        await Right.CheckLedger(cluster, "p", view);
    }

    private static async Task<long> Late(TradingCluster cluster)
    {
        var saved = await cluster.Store.LoadAsync("p", TestContext.Current.CancellationToken);
        using var state = JsonDocument.Parse(saved!.State);
        return state.RootElement.GetProperty("late").GetInt64();
    }
}

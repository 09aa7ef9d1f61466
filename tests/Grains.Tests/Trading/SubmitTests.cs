using System.Diagnostics;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Grains.Tests.Cluster;

namespace TradeBooks.Grains.Tests.Trading;

/// <summary>A portfolio as its symbols see it, call by call.</summary>
public sealed class SubmitTests
{
    private static readonly string[] Symbols = ["A", "B"];

    [Fact]
    public async Task Submit_RepeatedWhileItWaitsAndAfterwards_GivesTheSameAnswer()
    {
        await using var cluster = await TradingCluster.Start(2, Symbols, [Flat.Holding("p", 3)]);
        var (a, b) = (Report("A", 1), Report("B", 1));
        var portfolio = cluster.Portfolio("p");
        var first = portfolio.Submit(a);
        var second = portfolio.Submit(a);
        // Whoever asks twice is answered once: the call before is sent away.
        var sentAway = await Task.WhenAny(first, second);
        Assert.True((await sentAway).IsPending);
        var other = portfolio.Submit(b);
        var answer = await (sentAway == first ? second : first);
        // So slow a machine that B came when it was no longer waited for.
        while (answer.IsPending)
            answer = await portfolio.Submit(a);
        var decision = Assert.Single(answer.Decisions);
        Assert.Equal((Domain.Orders.Refusal.None, 2m), (decision.Refusal, decision.Quantity));
        Assert.Equal(decision, Assert.Single((await portfolio.Submit(a)).Decisions));
        Assert.Equal(decision, Assert.Single((await portfolio.Submit(a)).Decisions));
        await cluster.Deactivate(portfolio);
        Assert.Equal(decision, Assert.Single((await portfolio.Submit(a)).Decisions));
        Assert.Single((await other).Decisions);
        Assert.Equal(2, (await portfolio.GetOrders(new Domain.Desk.DeskPageRequest(0, 10))).Items.Count);
    }

    [Fact]
    public async Task Submit_SlotsAreMissingBefore_IsAnError()
    {
        await using var cluster = await TradingCluster.Start(1, Symbols, [Flat.Holding("p", 3)]);
        var portfolio = cluster.Portfolio("p");
        var ahead = Report("A", 1) with { Sequence = 3 };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => portfolio.Submit(ahead));
        Assert.Contains("symbol A reports slot 3.0, expected is 1.0", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => portfolio.Submit(Report("A", 1) with { SymbolIndex = 2 }));
        Assert.Equal(0, (await portfolio.GetView()).Events);
    }

    [Fact]
    public async Task Submit_AnotherSymbolLags_IsPendingAfterFiveSecondsAndThenGoesOn()
    {
        await using var cluster = await TradingCluster.Start(1, Symbols, [Flat.Holding("p", 3)]);
        var portfolio = cluster.Portfolio("p");
        var clock = Stopwatch.StartNew();
        Assert.True((await portfolio.Submit(Report("A", 1))).IsPending);
        Assert.InRange(clock.Elapsed.TotalSeconds, 4.9, 30);
        var again = portfolio.Submit(Report("A", 1));
        Assert.Single((await portfolio.Submit(Report("B", 1))).Decisions);
        Assert.Single((await again).Decisions);
    }

    [Fact]
    public async Task Submit_EndOfDataBehindSlotsThatWereAnswered_HoldsNobodyBack()
    {
        await using var cluster = await TradingCluster.Start(1, Symbols, [Flat.Holding("p", 3)]);
        var portfolio = cluster.Portfolio("p");
        var (a, b) = (Side("A"), Side("B"));
        await Task.WhenAll(a.Run(portfolio, 0, 10), b.Run(portfolio, 0, 10));
        // From before the first bar, as after a kill, and cut in another way: the end is in the same report now.
        await Side("A").Run(portfolio, 0, 10, isEnd: true);
        await b.Run(portfolio, 10, 10);
        Assert.Equal(30, (await portfolio.GetView()).Events);
    }

    [Fact]
    public async Task Submit_TheEngineFailsWithinASlot_ShowsNothingOfTheSlot()
    {
        var huge = Flat.Holding("p", 1) with { Settings = "sizing=quantity quantity=1000000000 multiplier=1000000" };
        await using var cluster = await TradingCluster.Start(1, Symbols, [huge]);
        var portfolio = cluster.Portfolio("p");
        var (a, b) = (TestSide.Of(huge.Setup(Symbols), "A"), TestSide.Of(huge.Setup(Symbols), "B"));
        await Task.WhenAll(a.Run(portfolio, 0, 2), b.Run(portfolio, 0, 2));
        var before = await portfolio.GetView();
        Assert.Equal((2, 4), (before.Fills, before.Events));

        // Both sell: A's fill is settled, the money of B's is more than a number holds.
        var beyond = new TestBar(Flat.At(2), 1e14m, 1e14m, 1e14m, 1e14m);
        Task<SlotAnswer>[] calls = [portfolio.Submit(a.Reports(2, 1).First()), portfolio.Submit(b.Reports([beyond], 2).First())];
        await Assert.ThrowsAsync<OverflowException>(() => Task.WhenAll(calls));
        Assert.True((await Assert.Single(calls, call => call.IsCompletedSuccessfully)).IsPending);
        var after = await TradingCluster.Retry(portfolio.GetView);
        Assert.Equal((before.Fills, before.Events, before.Cash), (after.Fills, after.Events, after.Cash));
    }

    private static SymbolReport Report(string symbol, int bars) => Side(symbol).Reports(0, bars).First();

    private static TestSide Side(string symbol) => TestSide.Of(Flat.Holding("p", 3).Setup(Symbols), symbol);
}

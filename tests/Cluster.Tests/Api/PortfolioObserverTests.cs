extern alias api;

using api::TradeBooks.Client.Api.Desk;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Web.Live;

namespace TradeBooks.Cluster.Tests.Api;

/// <summary>What a portfolio tells reaches the live feed once, and what was missed is known.</summary>
public sealed class PortfolioObserverTests
{
    [Fact]
    public async Task OnCommitted_FillsAgainAndAGap_ArePublishedOnceWithAReset()
    {
        using var feed = new LiveFeed(new LiveFeedOptions { GatherFor = TimeSpan.Zero });
        var observer = new PortfolioObserver("default", feed);
        await using var events = feed.ReadAsync("default", null, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await observer.OnCommitted([Fill(7), Fill(8)]);
        await observer.OnCommitted([Fill(8), Fill(9)]);
        await observer.OnCommitted([Fill(12)]);
        await observer.OnCommitted([new LiveEvent(0, LiveKind.Marks) { Marks = [new MarkView("A", default, 1)] }]);

        var seen = new List<string>();
        while (seen.Count < 6)
        {
            Assert.True(await events.MoveNextAsync());
            seen.Add(events.Current.Fill is { } fill ? $"fill {fill.Number}" : events.Current.Kind.ToString());
        }

        Assert.Equal(["fill 7", "fill 8", "fill 9", "Reset", "fill 12", "Marks"], seen);
    }

    private static LiveEvent Fill(long number) => new(0, LiveKind.Fill)
    {
        Fill = new TradeView(number, "id", 0, "lss", "A", default, OrderRole.Entry, Side.Buy, 1, 1, 0, 1, 1, 1),
    };
}

using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Web.Live;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Web.Tests;

/// <summary>The ring of live events and its readers.</summary>
public sealed class LiveFeedTests
{
    private static readonly LiveFeedOptions Small = new() { Capacity = 8, GatherFor = TimeSpan.Zero };

    [Fact]
    public async Task Read_FromNow_SeesOnlyNewOnes()
    {
        using var feed = new LiveFeed(Small);
        feed.Publish("p", Lag(1));
        await using var reader = Read(feed, null);
        feed.Publish("p", Lag(2));
        feed.Publish("other", Lag(3));
        feed.Publish("p", Lag(4));
        Assert.Equal([2, 4], (await TakeAsync(reader, 2)).Select(e => e.Lag!.Events));
    }

    [Fact]
    public async Task Read_BehindTheRing_IsResetToTheEnd()
    {
        using var feed = new LiveFeed(Small);
        await using var reader = Read(feed, null);
        feed.Publish("p", Lag(1));
        var first = (await TakeAsync(reader, 1))[0];
        for (var i = 2; i <= 20; i++)
            feed.Publish("p", Lag(i));
        var reset = (await TakeAsync(reader, 1))[0];
        Assert.Equal((LiveKind.Reset, first.Id + 19), (reset.Kind, reset.Id));
        feed.Publish("p", Lag(21));
        var next = (await TakeAsync(reader, 1))[0];
        Assert.Equal((21L, reset.Id + 1), (next.Lag!.Events, next.Id));
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(9, true)]
    public async Task Read_AfterAnId_GoesOnWhileItIsRemembered(int published, bool isReset)
    {
        using var feed = new LiveFeed(Small);
        await using var reader = Read(feed, null);
        feed.Publish("p", Lag(0));
        var id = (await TakeAsync(reader, 1))[0].Id;
        for (var i = 1; i <= published; i++)
            feed.Publish("p", Lag(i));
        await using var again = Read(feed, id);
        var got = await TakeAsync(again, 1);
        Assert.Equal(isReset ? LiveKind.Reset : LiveKind.Lag, got[0].Kind);
        if (!isReset)
            Assert.Equal(Enumerable.Range(1, 8).Select(i => (long)i), [got[0].Lag!.Events, .. (await TakeAsync(again, 7)).Select(e => e.Lag!.Events)]);
    }

    [Fact]
    public async Task Read_IdOfAnotherProcess_IsReset()
    {
        var clock = new TestClock();
        using var before = new LiveFeed(Small, clock);
        await using var reader = Read(before, null);
        before.Publish("p", Lag(1));
        var id = (await TakeAsync(reader, 1))[0].Id;

        clock.Advance(TimeSpan.FromSeconds(1));
        using var after = new LiveFeed(Small, clock);
        await using var old = Read(after, id);
        Assert.Equal(LiveKind.Reset, (await TakeAsync(old, 1))[0].Kind);
        await using var future = Read(after, long.MaxValue);
        Assert.Equal(LiveKind.Reset, (await TakeAsync(future, 1))[0].Kind);
    }

    [Fact]
    public async Task Publish_Marks_AreGatheredAndTheLatestShown()
    {
        var clock = new TestClock();
        using var feed = new LiveFeed(new LiveFeedOptions { GatherFor = TimeSpan.FromMilliseconds(250) }, clock);
        await using var reader = Read(feed, null);
        for (var price = 1; price <= 100; price++)
        {
            feed.Publish("p", Marks("B", price));
            feed.Publish("p", Marks("A", price * 2));
            feed.Publish("p", new LiveEvent(0, LiveKind.Equity) { Equity = new EquityPoint(default, price, price, 0, 0) });
            feed.Publish("p", Lag(price));
        }

        // A reset, like a fill, does not wait.
        feed.Reset("p");
        Assert.Equal(LiveKind.Reset, (await TakeAsync(reader, 1))[0].Kind);
        clock.Advance(TimeSpan.FromMilliseconds(250));
        var events = await TakeAsync(reader, 3);
        Assert.Equal([("A", 200m), ("B", 100m)], events[0].Marks!.Select(mark => (mark.Symbol, mark.Price)));
        Assert.Equal(100m, events[1].Equity!.Equity);
        Assert.Equal(100, events[2].Lag!.Events);

        feed.Publish("p", Marks("B", 7));
        feed.Flush("p");
        Assert.Equal([("B", 7m)], (await TakeAsync(reader, 1))[0].Marks!.Select(mark => (mark.Symbol, mark.Price)));
    }

    [Fact]
    public async Task Read_ManyReadersAndWriters_EachSeesAscendingIdsToTheEnd()
    {
        const int Events = 20_000;
        using var feed = new LiveFeed(new LiveFeedOptions { Capacity = 256, GatherFor = TimeSpan.Zero });
        var readers = Enumerable.Range(0, 16).Select(_ => Read(feed, null)).ToList();
        var reading = readers.Select(reader => Task.Run(async () =>
        {
            var last = 0L;
            while (await reader.MoveNextAsync())
            {
                Assert.True(reader.Current.Id > last, $"{reader.Current.Id} after {last}");
                last = reader.Current.Id;
                if (reader.Current.Kind == LiveKind.Equity)
                    break;
            }

            await reader.DisposeAsync();
            return last;
        })).ToList();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Events / 4; i++)
                feed.Publish("p", Lag(i));
        })));

        // A reader that was far behind is reset over the end, and waits for another.
        await Until.TrueAsync(() =>
        {
            feed.Publish("p", new LiveEvent(0, LiveKind.Equity) { Equity = new EquityPoint(default, 0, 0, 0, 0) });
            return Task.FromResult(reading.All(task => task.IsCompleted));
        });
        Assert.All(await Task.WhenAll(reading), last => Assert.True(last > Events));
    }

    [Fact]
    public async Task Read_Cancelled_Ends()
    {
        using var feed = new LiveFeed(Small);
        using var stop = new CancellationTokenSource();
        await using var reader = feed.ReadAsync("p", null, stop.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = reader.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    private static IAsyncEnumerator<LiveEvent> Read(LiveFeed feed, long? after) =>
        feed.ReadAsync("p", after, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

    private static async Task<List<LiveEvent>> TakeAsync(IAsyncEnumerator<LiveEvent> reader, int count)
    {
        var events = new List<LiveEvent>();
        while (events.Count < count)
        {
            Assert.True(await reader.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
            events.Add(reader.Current);
        }

        return events;
    }

    private static LiveEvent Lag(long events) => new(0, LiveKind.Lag) { Lag = new LagView(events, 0, 0) };

    private static LiveEvent Marks(string symbol, decimal price) =>
        new(0, LiveKind.Marks) { Marks = [new MarkView(symbol, EventTime.MinValue, price)] };
}

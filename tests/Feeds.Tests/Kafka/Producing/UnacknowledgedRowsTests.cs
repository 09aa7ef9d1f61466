using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Producing;

public sealed class UnacknowledgedRowsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void DoneUpTo_AcknowledgedOutOfOrder_IsTheLastWithAllBeforeIt()
    {
        var rows = Fill(4);
        Assert.Equal(EventTime.MinValue, rows.DoneUpTo);
        rows.Acknowledge(1);
        rows.Acknowledge(2);
        Assert.Equal(EventTime.MinValue, rows.DoneUpTo);
        Assert.Equal(2, rows.Count);
        rows.Acknowledge(0);
        Assert.Equal(2, rows.DoneUpTo.Microseconds);
        Assert.Equal([Row(3)], rows.TakeOldest(5, _ => true));
    }

    [Fact]
    public void TryAdd_Full_WaitsForTheOldest()
    {
        var rows = Fill(8);
        Assert.Equal(-1, rows.TryAdd(Row(8)));
        rows.Acknowledge(3);
        Assert.Equal(-1, rows.TryAdd(Row(8)));
        rows.Acknowledge(0);
        Assert.Equal(8, rows.TryAdd(Row(8)));
        Assert.Equal(9, rows.Added);
        Assert.Equal([Row(1), Row(2), Row(4)], rows.TakeOldest(3, _ => true));
        Assert.Equal([Row(2), Row(5), Row(8)], rows.TakeOldest(3, row => row.Symbol == 2));
    }

    [Fact]
    public void RemoveLast_NotTaken_IsAsIfItHadNotBeen()
    {
        var rows = Fill(2);
        rows.RemoveLast();
        Assert.Equal(1, rows.Count);
        Assert.Equal(1, rows.TryAdd(Row(7)));
        rows.Acknowledge(0);
        Assert.True(rows.TryGetOldest(out var oldest));
        Assert.Equal(Row(7), oldest);
    }

    [Fact]
    public async Task WaitForCount_AcknowledgedMeanwhile_IsWoken()
    {
        var rows = Fill(8);
        var wait = Task.Run(() =>
        {
            var time = TimeProvider.System.GetTimestamp();
            while (!rows.WaitForCount(6, Patience) && TimeProvider.System.GetElapsedTime(time) < Patience)
            {
                // Interrupted: asked again.
            }

            return TimeProvider.System.GetElapsedTime(time);
        }, TestContext.Current.CancellationToken);
        rows.Interrupt();
        rows.Acknowledge(0);
        rows.Acknowledge(1);
        var waited = await wait;
        Assert.True(waited < Patience, $"woken after {waited}");
    }

    [Fact]
    public void WaitForCount_NobodyAcknowledges_SaysSo()
    {
        var rows = Fill(2);
        Assert.False(rows.WaitForCount(1, TimeSpan.FromMilliseconds(1)));
        Assert.True(rows.WaitForCount(2, Patience));
    }

    [Fact]
    public void Acknowledge_ManyTimesAround_StaysRight()
    {
        var rows = new UnacknowledgedRows(8);
        var random = new Random(7);
        var open = new List<long>();
        for (var number = 0; number < 10_000;)
        {
            if (random.Next(2) == 0 && rows.TryAdd(Row(number)) is >= 0 and var added)
            {
                Assert.Equal(number++, added);
                open.Add(added);
            }
            else if (open.Count > 0)
            {
                var some = open[random.Next(open.Count)];
                open.Remove(some);
                rows.Acknowledge(some);
            }

            Assert.Equal(open.Count, rows.Count);
            var done = (open.Count > 0 ? open.Min() : number) - 1;
            Assert.Equal(done < 0 ? EventTime.MinValue : new EventTime(done), rows.DoneUpTo);
        }
    }

    private static UnacknowledgedRows Fill(int count)
    {
        var rows = new UnacknowledgedRows(8);
        for (var i = 0; i < count; i++)
            Assert.Equal(i, rows.TryAdd(Row(i)));
        return rows;
    }

    private static SentRow Row(long number) => new((int)(number % 3), number + 2, new EventTime(number), number);
}

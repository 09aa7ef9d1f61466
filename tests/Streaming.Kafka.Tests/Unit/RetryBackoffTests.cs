namespace TradeBooks.Streaming.Kafka.Tests.Unit;

public sealed class RetryBackoffTests
{
    [Fact]
    public void Next_ManyDeliveries_StaysShort()
    {
        var backoff = RetryBackoff.OfDeliveries();
        Assert.InRange(backoff.Next(0).TotalMilliseconds, 25, 50);
        Assert.All(Enumerable.Range(6, 200), attempt => Assert.InRange(backoff.Next(attempt).TotalSeconds, 1, 2));
    }
}

using System.Globalization;
using System.Text;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Reading;

/// <summary>A dead letter is sent until the broker has it.</summary>
public sealed class DeadLetterOutboxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task SendAsync_ManyAtOnce_AllAreThereWhenItReturns()
    {
        using var broker = KafkaBroker.Start();
        using var outbox = new DeadLetterOutbox(Options(broker), new BrokerNotices(_ => { }, TimeProvider.System));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => outbox.SendAsync(Letter(i), TestContext.Current.CancellationToken)));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), Offsets(broker));
    }

    [Fact]
    public async Task SendAsync_BrokerAway_ReturnsWhenItIsBack()
    {
        using var broker = KafkaBroker.Start();
        using var outbox = new DeadLetterOutbox(Options(broker), new BrokerNotices(_ => { }, TimeProvider.System));
        await outbox.SendAsync(Letter(0), TestContext.Current.CancellationToken);
        broker.Kill();
        var second = outbox.SendAsync(Letter(1), TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var third = outbox.SendAsync(Letter(2), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.False(second.IsCompleted);
        broker.Restart();
        await second.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Contains(1, Offsets(broker));
    }

    private static KafkaOptions Options(KafkaBroker broker) => KafkaOptions.Read(new SettingsReader(
        KafkaBroker.ClientProperties.ToDictionary(property => "Kafka.Client." + property.Key, property => property.Value)
            .Append(KeyValuePair.Create("Kafka.Brokers", broker.Address)).ToDictionary()));

    private static DeadLetter Letter(int offset) => new()
    {
        Topic = "topic_aapl",
        Partition = 0,
        Offset = offset,
        Key = "AAPL"u8.ToArray(),
        Value = Encoding.UTF8.GetBytes("poison " + offset.ToString(CultureInfo.InvariantCulture)),
        Reason = "not a bar",
        Time = DateTimeOffset.UnixEpoch,
    };

    private static IEnumerable<long> Offsets(KafkaBroker broker) => TopicReader
        .ReadAll(broker.Client, DeadLetter.TopicOf("topic_aapl"))
        .Select(record =>
        {
            Assert.Null(DeadLetter.TryRead(record.Message, out var letter));
            Assert.Equal("not a bar", letter!.Reason);
            return letter.Offset;
        })
        .Distinct().Order();
}

using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Providers.Streams.Common;

namespace TradeBooks.Streaming.Kafka.Tests.Unit;

public sealed class DeadLetterFailureHandlerTests : IDisposable
{
    private static readonly StreamId Stream = StreamId.Create("topic", "key");
    private readonly KafkaStreamOptions _options = new() { Brokers = "127.0.0.1:1", DeadLetterSuffix = null };
    private readonly KafkaQueueCache _cache = new(new ContainerMerger(new KafkaStreamOptions(), new KafkaDataAdapter()));
    private readonly ServiceProvider _services = new ServiceCollection().AddSingleton<KafkaMetrics>().BuildServiceProvider();
    private readonly KafkaProducer _producer;

    public DeadLetterFailureHandlerTests() => _producer = new KafkaProducer(_options, new KafkaStreamHealth("test"));

    public void Dispose()
    {
        _producer.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task OnDeliveryFailure_UntilTheQueueIsReadAgain_LetsNothingPass()
    {
        using var session = Hold();
        var handling = Create(CancellationToken.None).OnDeliveryFailure(GuidId.GetNewGuidId(), "kafka", Stream, new EventSequenceTokenV2(0));
        // As far as can be told it was a shutdown that broke the delivery off.
        Assert.False(handling.IsCompleted);
        _cache.GetMaxAddCount();
        await handling.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task OnDeliveryFailure_StoppedBeforeItIsWritten_LetsNothingPass()
    {
        _options.DeadLetterSuffix = ".dead-letter";
        using var session = Hold();
        var handling = Create(new CancellationToken(canceled: true)).OnDeliveryFailure(GuidId.GetNewGuidId(), "kafka", Stream, new EventSequenceTokenV2(0));
        _cache.GetMaxAddCount();
        await Assert.ThrowsAsync<TimeoutException>(() => handling.WaitAsync(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task OnDeliveryFailure_NotHeld_IsNothingToDealWith() =>
        await Create(CancellationToken.None).OnDeliveryFailure(GuidId.GetNewGuidId(), "kafka", Stream, new EventSequenceTokenV2(0))
            .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

    private PartitionSession Hold()
    {
        var session = new PartitionSession(new TopicPartition("topic", 0), _options);
        session.Begin(0, Offset.Unset);
        var builder = new RecordsBuilder();
        builder.Add(0, -1, false, "v"u8, null);
        var records = builder.Build("topic", 0, null);
        var container = new KafkaBatchContainer(Stream, records, records, session);
        session.Append([container], [], 1);
        _cache.AddToCache([container]);
        Assert.True(_cache.GetCacheCursor(Stream, null).MoveNext());
        return session;
    }

    private DeadLetterFailureHandler Create(CancellationToken stopping) => new(
        () => _cache,
        new DeadLetterWriter(_producer, _options, _services.GetRequiredService<KafkaMetrics>(), TimeProvider.System, NullLogger.Instance),
        _services.GetRequiredService<KafkaMetrics>(), stopping);
}

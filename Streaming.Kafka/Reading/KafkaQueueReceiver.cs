using Confluent.Kafka;
using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka;

/// <summary>A partition as Orleans sees it. A read waits for records a little, so that they are delivered when they come.</summary>
/// <param name="partition">The partition.</param>
/// <param name="options">The provider's options.</param>
/// <param name="getReader">The reader of all partitions; throws while there can't be one.</param>
internal sealed class KafkaQueueReceiver(TopicPartition partition, KafkaStreamOptions options, Func<KafkaReader> getReader) : IQueueAdapterReceiver
{
    // More would be held by Orleans instead of by the session.
    private const int MostContainers = 256;

    private KafkaReader? _reader;
    private PartitionSession? _session;
    private bool _isShutDown;

    public Task Initialize(TimeSpan timeout)
    {
        _isShutDown = false;
        Start();
        return Task.CompletedTask;
    }

    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount)
    {
        if (_isShutDown)
            return [];
        // Orleans initializes once only, however it ends.
        var session = Start();
        var most = maxCount < 0 ? MostContainers : Math.Min(maxCount, MostContainers);
        var containers = await session.TakeAsync(most, options.PollWait).ConfigureAwait(false);
        return containers.ConvertAll(container => (IBatchContainer)container);
    }

    /// <summary>Nothing to do: cursors told before.</summary>
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    public async Task Shutdown(TimeSpan timeout)
    {
        _isShutDown = true;
        if (_session is not { } session || _reader is not { } reader)
            return;
        _session = null;
        await reader.StopAsync(session, timeout).ConfigureAwait(false);
        session.Dispose();
    }

    private PartitionSession Start()
    {
        if (_session is { } running)
            return running;
        _reader ??= getReader();
        var session = new PartitionSession(partition, options);
        _reader.Start(session);
        return _session = session;
    }
}

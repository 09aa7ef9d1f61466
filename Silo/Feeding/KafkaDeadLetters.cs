using System.Text;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Silo.Feeding;

/// <summary>Dead letters go to <c>&lt;topic&gt;.dead-letter</c>.</summary>
internal sealed partial class KafkaDeadLetters : IDeadLetters, IDisposable
{
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly DeadLetterOutbox _outbox;

    public KafkaDeadLetters(KafkaOptions options, TimeProvider clock, ILogger<KafkaDeadLetters> logger)
    {
        _clock = clock;
        _logger = logger;
        _outbox = new DeadLetterOutbox(options, new BrokerNotices(LogNotice, clock));
    }

    public async Task WriteAsync(string symbol, RecordBatch batch, int index, string reason, CancellationToken cancellation)
    {
        await _outbox.SendAsync(
            new DeadLetter
            {
                Topic = batch.Topic,
                Partition = batch.Partition,
                Offset = batch.Offsets[index],
                Key = Encoding.UTF8.GetBytes(symbol),
                Value = batch.Value(index).ToArray(),
                Reason = reason,
                Time = _clock.GetUtcNow(),
            },
            cancellation);
        LogWritten(DeadLetter.TopicOf(batch.Topic), batch.Partition, batch.Offsets[index], reason);
    }

    public void Dispose() => _outbox.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A record can't be read and was put aside in {Topic}: partition {Partition}, offset {Offset}: {Reason}. Look at its producer.")]
    private partial void LogWritten(string topic, int partition, long offset, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dead letters wait: {Notice}. Trading of the symbol goes on when the broker is back.")]
    private partial void LogNotice(string notice);
}

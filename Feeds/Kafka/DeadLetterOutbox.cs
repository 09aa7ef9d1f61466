using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Sends dead letters, and says of each when the broker has it: tries again for as long as the broker is away. Makes
/// its client with the first letter. Safe for use by many threads.
/// </summary>
/// <param name="options">How Kafka is reached.</param>
/// <param name="notices">Hears what the client says.</param>
public sealed class DeadLetterOutbox(KafkaOptions options, BrokerNotices notices) : IDisposable
{
    // As often as the writer sends again what failed.
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly DeadLetterWriter _writer = new(options, notices);

    /// <summary>Sends a letter; returns when the broker has it.</summary>
    /// <exception cref="SettingException">A property of librdkafka can't be.</exception>
    /// <exception cref="OperationCanceledException">Stopped waiting; the letter may still arrive.</exception>
    public async Task SendAsync(DeadLetter letter, CancellationToken cancellation)
    {
        var pending = new PendingDeadLetter(letter);
        lock (_lock)
            _writer.Send(pending);
        while (true)
        {
            try
            {
                await pending.Arrival.WaitAsync(Retry, cancellation);
                return;
            }
            catch (TimeoutException)
            {
                lock (_lock)
                    _writer.Flush(TimeSpan.Zero);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _writer.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Sends records that can't be processed to their dead-letter topics, and tries again until they are there. Makes its
/// client with the first one.
/// </summary>
internal sealed class DeadLetterWriter(KafkaOptions options, BrokerNotices notices) : IDisposable
{
    // What is left of a value that is too large for the broker together with its reason.
    private const int CutLength = 64 * 1024;
    private const int LargestMessage = 16 * 1024 * 1024;

    // Half of what the client's own queue takes.
    private const int MostOpen = 50_000;

    // Between attempts, such as while the topic may not be written.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<PendingDeadLetter> _failed = [];
    private readonly ConcurrentDictionary<string, bool> _topics = new(StringComparer.Ordinal);
    private IProducer<byte[], byte[]>? _producer;
    private long _open;
    private long _lastAttempt;

    // Of the client that there is now: what is fatal for it is not for the run, since another takes its place.
    private BrokerNotices? _ownNotices;

    /// <summary>Letters that have not arrived yet.</summary>
    public long OpenCount => Interlocked.Read(ref _open);

    /// <summary>Whether so many are on their way that nothing more is to be read before some have arrived.</summary>
    public bool IsFull => OpenCount >= MostOpen;

    /// <summary>Sends a record on its way.</summary>
    public void Send(PendingDeadLetter letter)
    {
        Interlocked.Increment(ref _open);
        Produce(letter);
    }

    /// <summary>Waits until all letters have arrived, or the time is over; sends again what failed.</summary>
    public void Flush(TimeSpan limit)
    {
        if (_producer is null || OpenCount == 0)
            return;
        if (!_failed.IsEmpty && Stopwatch.GetElapsedTime(_lastAttempt) >= Pause)
        {
            _lastAttempt = Stopwatch.GetTimestamp();
            // Those that fail at once come to its end again.
            for (var left = _failed.Count; left > 0 && _failed.TryDequeue(out var letter); left--)
                Produce(letter);
        }

        _producer.Flush(limit);
    }

    public void Dispose() => _producer?.Dispose();

    private void Produce(PendingDeadLetter letter)
    {
        if (_ownNotices?.Fatal is not null)
        {
            // It gives back what it had.
            _producer?.Flush(TimeSpan.FromMilliseconds(200));
            _producer?.Dispose();
            _producer = null;
        }

        _producer ??= CreateProducer();
        var topic = DeadLetter.TopicOf(letter.Letter.Topic);
        // Beside the run, which goes on; until the topic is there the client keeps the letter.
        if (_topics.TryAdd(topic, true))
            Task.Run(() => Ask(topic));
        try
        {
            _producer.Produce(topic, (letter.IsCut ? Cut(letter.Letter) : letter.Letter).ToMessage(options.HasHeaders), report => OnReport(letter, report.Error));
        }
        catch (ProduceException<byte[], byte[]> e)
        {
            OnReport(letter, e.Error);
        }
    }

    // Where it is not made, the next attempt to send asks again.
    private void Ask(string topic)
    {
        if (!KafkaTopics.TryCreate(options, notices, topic, partitions: 1))
            _topics.TryRemove(topic, out _);
    }

    private void OnReport(PendingDeadLetter letter, Error error)
    {
        if (!error.IsError)
        {
            letter.Arrive();
            Interlocked.Decrement(ref _open);
            return;
        }

        if (error.Code == ErrorCode.MsgSizeTooLarge)
            letter.IsCut = true;
        else
            notices.Say($"kafka: {DeadLetter.TopicOf(letter.Letter.Topic)} can't be written, trying again: {error.Reason}");
        _failed.Enqueue(letter);
    }

    private IProducer<byte[], byte[]> CreateProducer()
    {
        var config = options.CreateProducerConfig();
        config.MessageMaxBytes = LargestMessage;
        _ownNotices = new BrokerNotices(notices.Say, TimeProvider.System);
        return KafkaClients.CreateProducer<byte[], byte[]>(config, _ownNotices);
    }

    private static DeadLetter Cut(DeadLetter letter) => new()
    {
        Topic = letter.Topic,
        Partition = letter.Partition,
        Offset = letter.Offset,
        Key = letter.Key,
        Value = letter.Value?[..Math.Min(CutLength, letter.Value.Length)],
        Headers = letter.Headers,
        Time = letter.Time,
        Reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{letter.Reason} (the first {CutLength} of {letter.Value?.Length ?? 0} bytes: the whole is too large for this topic)"),
    };
}

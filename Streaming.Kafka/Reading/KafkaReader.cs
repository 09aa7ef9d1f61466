using System.Collections.Concurrent;
using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// Reads all partitions of a silo with one consumer, in a thread of its own; another keeps their offsets
/// (<see cref="OffsetKeeper"/>). Partitions are assigned one by one, never subscribed to.
/// </summary>
internal sealed partial class KafkaReader : IDisposable
{
    // So much is read before it is handed over, unless there is no more.
    private const int ReadRecords = 8192;
    private const int ReadBytes = 1024 * 1024;

    // Also the time until a taken or given up partition, or a resumption, is noticed where nothing else happens.
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);

    // Longer than it takes a busy consumer to make room; a pause drops what was fetched ahead.
    private static readonly TimeSpan FullBeforePause = TimeSpan.FromMilliseconds(200);

    private readonly KafkaStreamOptions _options;
    private readonly IKafkaDataAdapter _adapter;
    private readonly DeadLetterWriter _deadLetters;
    private readonly KafkaMetrics _metrics;
    private readonly KafkaStreamHealth _health;
    private readonly ILogger _logger;
    private readonly SpanCopier _key = new();
    private readonly SpanCopier _value = new();
    private readonly Dictionary<(string Topic, int Partition), Assigned> _assigned = [];
    private readonly List<Assigned> _touched = [];
    private readonly ConcurrentQueue<Action> _commands = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly IConsumer<bool, bool> _consumer;
    private readonly OffsetKeeper _offsets;
    private readonly Thread _thread;
    private Assigned? _last;

    public KafkaReader(
        KafkaStreamOptions options, IReadOnlyList<TopicPartition> partitions, IKafkaDataAdapter adapter, DeadLetterWriter deadLetters,
        KafkaMetrics metrics, KafkaStreamHealth health, ILogger logger)
    {
        _options = options;
        _adapter = adapter;
        _deadLetters = deadLetters;
        _metrics = metrics;
        _health = health;
        _logger = logger;
        _consumer = new ConsumerBuilder<bool, bool>(KafkaProperties.Consumer(options))
            .SetKeyDeserializer(_key).SetValueDeserializer(_value)
            .SetErrorHandler((_, error) => OnError(error.Reason))
            .SetLogHandler((_, _) => { })
            .Build();
        _offsets = new OffsetKeeper(_consumer, options, partitions, metrics, health, logger, Assign);
        _thread = new Thread(Run) { IsBackground = true, Name = $"kafka-reader-{health.Provider}" };
        _thread.Start();
    }

    /// <summary>Reads a partition, as soon as its committed offset is known.</summary>
    public void Start(PartitionSession session)
    {
        _health.Add(session);
        _offsets.Start(session);
    }

    /// <summary>Stops reading a partition and commits what is delivered.</summary>
    public async Task StopAsync(PartitionSession session, TimeSpan patience)
    {
        var hasCommit = session.TryGetCommit(out var offset);
        session.Close();
        _health.Remove(session);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _commands.Enqueue(() =>
        {
            Unassign(session);
            stopped.TrySetResult();
        });
        var committed = _offsets.Stop(session, hasCommit ? offset : null);
        try
        {
            await Task.WhenAll(stopped.Task, committed).WaitAsync(patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogNotCommitted(session.Partition, offset);
        }
    }

    public void Dispose()
    {
        if (_stopping.IsCancellationRequested)
            return;
        _stopping.Cancel();
        _thread.Join();
        _offsets.Dispose();
        _consumer.Dispose();
        _stopping.Dispose();
    }

    private void Assign(PartitionSession session, long start, long committed) => _commands.Enqueue(() =>
    {
        if (!session.Begin(start, committed))
            return;
        var assigned = new Assigned(session, new ContainerBuilder(session.Partition, _options, _adapter, session));
        if (_assigned.Remove(assigned.Key))
            _consumer.IncrementalUnassign([session.Partition]);
        _last = null;
        _assigned.Add(assigned.Key, assigned);
        _consumer.IncrementalAssign([new TopicPartitionOffset(session.Partition, start)]);
        LogReading(session.Partition, start);
    });

    private void Unassign(PartitionSession session)
    {
        var key = (session.Partition.Topic, session.Partition.Partition.Value);
        if (!_assigned.TryGetValue(key, out var assigned) || assigned.Session != session)
            return;
        _assigned.Remove(key);
        _last = null;
        _consumer.IncrementalUnassign([session.Partition]);
    }

    private void Run()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                while (_commands.TryDequeue(out var command))
                    command();
                if (Balance())
                    Read();
                else
                    _stopping.Token.WaitHandle.WaitOne(1);
            }
            catch (KafkaException e)
            {
                OnError(e.Error.Reason);
                _stopping.Token.WaitHandle.WaitOne(Wait);
            }
#pragma warning disable CA1031 // A silo lives on without the thread's notice; it is said and tried again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                OnError(e.Message);
                LogUnexpected(e);
                _stopping.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>Pauses and resumes. Where all are full it is waited a little first.</summary>
    /// <returns>Whether to read.</returns>
    private bool Balance()
    {
        var full = 0;
        var paused = 0;
        var hasWaited = false;
        foreach (var assigned in _assigned.Values)
        {
            if (assigned.PausedAt is { } since)
            {
                if (!assigned.Session.HasRoom)
                {
                    paused++;
                    continue;
                }

                _consumer.Resume([assigned.Session.Partition]);
                _metrics.Paused.Add(Stopwatch.GetElapsedTime(since).TotalSeconds, assigned.Tags);
                assigned.PausedAt = null;
                assigned.Session.SetPaused(false);
            }

            if (!assigned.Session.IsFull)
            {
                assigned.FullAt = null;
                continue;
            }

            full++;
            assigned.FullAt ??= Stopwatch.GetTimestamp();
            hasWaited |= Stopwatch.GetElapsedTime(assigned.FullAt.Value) > FullBeforePause;
        }

        if (full == 0)
            return true;
        if (full + paused == _assigned.Count && !hasWaited)
            return false;
        foreach (var assigned in _assigned.Values.Where(assigned => assigned.FullAt is not null && assigned.PausedAt is null))
        {
            _consumer.Pause([assigned.Session.Partition]);
            assigned.PausedAt = Stopwatch.GetTimestamp();
            assigned.FullAt = null;
            assigned.Session.SetPaused(true);
        }

        return true;
    }

    private void Read()
    {
        var bytes = 0;
        var wait = Wait;
        try
        {
            for (var i = 0; i < ReadRecords && bytes < ReadBytes && _consumer.Consume(wait) is { } result; i++)
            {
                bytes += Add(result);
                wait = TimeSpan.Zero;
            }
        }
        finally
        {
            foreach (var assigned in _touched)
                HandOver(assigned);
            _touched.Clear();
        }
    }

    private int Add(ConsumeResult<bool, bool> result)
    {
        if (result.IsPartitionEOF || Find(result.Topic, result.Partition.Value) is not { } assigned)
            return 0;
        var offset = result.Offset.Value;
        if (!assigned.IsTouched)
        {
            assigned.IsTouched = true;
            _touched.Add(assigned);
            assigned.Next = assigned.Session.Position;
        }

        if (offset < assigned.Next)
        {
            HandOver(assigned);
            assigned.IsTouched = true;
            LogRestarted(assigned.Session.Partition, offset, assigned.Next);
            assigned.Session.Restart(offset);
        }
        else if (offset > assigned.Next && assigned.IsFirst)
        {
            LogGap(assigned.Session.Partition, assigned.Next, offset);
        }

        assigned.IsFirst = false;
        assigned.Next = offset + 1;
        assigned.Records++;
        assigned.Bytes += _value.Bytes.Length;
        assigned.Builder.Add(
            offset, Time(result.Message.Timestamp), result.Message.Key, _key.Bytes, result.Message.Value, _value.Bytes, Headers(result.Message.Headers));
        return _value.Bytes.Length;
    }

    private void HandOver(Assigned assigned)
    {
        assigned.Builder.Take(out var containers, out var refused);
        // First, so that nobody is given a record that was not counted.
        _metrics.Records.Add(assigned.Records, assigned.Tags);
        _metrics.Bytes.Add(assigned.Bytes, assigned.Tags);
        var places = assigned.Session.Append(containers, refused, assigned.Next);
        for (var i = 0; i < places.Count; i++)
            _ = RefuseAsync(assigned.Session, refused[i], places[i]);
        assigned.Records = 0;
        assigned.Bytes = 0;
        assigned.IsTouched = false;
    }

    private async Task RefuseAsync(PartitionSession session, RefusedRecords refused, OffsetWatermark.Pending place)
    {
        _metrics.Errors.Add(1, KafkaMetrics.Tag(session.Partition));
        session.Note(refused.Reason);
        if (await _deadLetters.WriteAsync(refused.Records, refused.Reason, _stopping.Token).ConfigureAwait(false))
            session.Complete(place);
    }

    private Assigned? Find(string topic, int partition)
    {
        if (_last is { } last && last.Key.Partition == partition && last.Key.Topic == topic)
            return last;
        return _assigned.TryGetValue((topic, partition), out var found) ? _last = found : null;
    }

    private static long Time(Timestamp timestamp) =>
        timestamp.Type == TimestampType.NotAvailable || timestamp.UnixTimestampMs <= 0 ? -1 : timestamp.UnixTimestampMs;

    private static KafkaHeader[]? Headers(Headers? headers) =>
        headers is not { Count: > 0 } ? null : [.. headers.Select(header => new KafkaHeader(header.Key, header.GetValueBytes()))];

    private void OnError(string reason)
    {
        _metrics.Errors.Add(1);
        if (_health.Note(reason))
            LogBrokerError(reason);
    }

    /// <summary>A partition that is being read; used by the reading thread.</summary>
    private sealed class Assigned(PartitionSession session, ContainerBuilder builder)
    {
        public PartitionSession Session { get; } = session;

        public ContainerBuilder Builder { get; } = builder;

        public (string Topic, int Partition) Key { get; } = (session.Partition.Topic, session.Partition.Partition.Value);

        public TagList Tags { get; } = KafkaMetrics.Tag(session.Partition);

        public long? PausedAt { get; set; }

        public long? FullAt { get; set; }

        public bool IsFirst { get; set; } = true;

        public bool IsTouched { get; set; }

        public long Next { get; set; }

        public long Records { get; set; }

        public long Bytes { get; set; }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Reading {Partition} from offset {Start}.")]
    private partial void LogReading(TopicPartition partition, long start);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Partition}: records from {Expected} to before {Offset} are not there any more. If they were not compacted away, they were deleted before they were read.")]
    private partial void LogGap(TopicPartition partition, long expected, long offset);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Partition} goes on at {Offset}, before the expected {Expected}: it was cut, or deleted and created again. It is read from there.")]
    private partial void LogRestarted(TopicPartition partition, long offset, long expected);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Partition}: offset {Offset} was not committed in time. Records since the last commit will be delivered again.")]
    private partial void LogNotCommitted(TopicPartition partition, long offset);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka: {Reason}. It is tried again.")]
    private partial void LogBrokerError(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading from Kafka failed unexpectedly. It is tried again.")]
    private partial void LogUnexpected(Exception exception);
}

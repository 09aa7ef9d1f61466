using System.Collections.Concurrent;
using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// What may have to wait for a broker, in a thread of its own: where to start, what to commit, how far the logs go, and
/// whether there are still as many partitions.
/// </summary>
internal sealed partial class OffsetKeeper : IDisposable
{
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FigureInterval = TimeSpan.FromSeconds(1);

    // A wait may end a little early, and a whole one more would double the interval.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(5);

    private readonly IConsumer<bool, bool> _consumer;
    private readonly KafkaStreamOptions _options;
    private readonly IReadOnlyList<TopicPartition> _partitions;
    private readonly KafkaTopology _topology;
    private readonly KafkaMetrics _metrics;
    private readonly KafkaStreamHealth _health;
    private readonly ILogger _logger;
    private readonly Action<PartitionSession, long, long> _assign;
    private readonly IAdminClient _admin;
    private readonly ConcurrentQueue<PartitionSession> _starting = [];
    private readonly ConcurrentQueue<(TopicPartitionOffset Offset, TaskCompletionSource Done)> _lastCommits = [];
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private long _checkedAt = Stopwatch.GetTimestamp();
    private long _committedAt = Stopwatch.GetTimestamp();
    private long _figuresAt = Stopwatch.GetTimestamp();
    private volatile bool _isStopping;

    public OffsetKeeper(
        IConsumer<bool, bool> consumer, KafkaStreamOptions options, IReadOnlyList<TopicPartition> partitions, KafkaMetrics metrics,
        KafkaStreamHealth health, ILogger logger, Action<PartitionSession, long, long> assign)
    {
        _consumer = consumer;
        _options = options;
        _partitions = partitions;
        _topology = new KafkaTopology(options);
        _metrics = metrics;
        _health = health;
        _logger = logger;
        _assign = assign;
        _admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        _thread = new Thread(Run) { IsBackground = true, Name = $"kafka-offsets-{health.Provider}" };
        _thread.Start();
    }

    /// <summary>Finds out where to start, and says so.</summary>
    public void Start(PartitionSession session)
    {
        _starting.Enqueue(session);
        _wake.Set();
    }

    /// <summary>Commits for the last time.</summary>
    /// <param name="session">The partition.</param>
    /// <param name="offset">What to commit; null for nothing.</param>
    public Task Stop(PartitionSession session, long? offset)
    {
        if (offset is not { } last)
            return Task.CompletedTask;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lastCommits.Enqueue((new TopicPartitionOffset(session.Partition, last), done));
        _wake.Set();
        return done.Task;
    }

    public void Dispose()
    {
        _isStopping = true;
        _wake.Set();
        _thread.Join();
        _admin.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        while (!_isStopping)
        {
            Try(CommitLast);
            Try(StartSessions);
            if (IsDue(ref _committedAt, _options.CommitInterval))
                Try(Commit);
            if (IsDue(ref _figuresAt, FigureInterval))
                Try(UpdateFigures);
            if (IsDue(ref _checkedAt, _options.TopologyCheckInterval))
                Try(CheckTopology);
            _wake.WaitOne(_options.CommitInterval < FigureInterval ? _options.CommitInterval : FigureInterval);
        }

        Try(CommitLast);
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (KafkaException e)
        {
            _metrics.Errors.Add(1);
            if (_health.Note(e.Error.Reason))
                LogBrokerError(e.Error.Reason);
        }
    }

    private static bool IsDue(ref long last, TimeSpan interval)
    {
        if (Stopwatch.GetElapsedTime(last) + TimerSlack < interval)
            return false;
        last = Stopwatch.GetTimestamp();
        return true;
    }

    /// <summary>All at once: without a broker each commit would wait for it.</summary>
    private void CommitLast()
    {
        var lasts = new List<(TopicPartitionOffset Offset, TaskCompletionSource Done)>();
        while (_lastCommits.TryDequeue(out var last))
            lasts.Add(last);
        if (lasts.Count == 0)
            return;
        try
        {
            _consumer.Commit(lasts.Select(last => last.Offset));
            _metrics.Commits.Add(1);
        }
        finally
        {
            lasts.ForEach(last => last.Done.TrySetResult());
        }
    }

    private void StartSessions()
    {
        var sessions = new List<PartitionSession>();
        while (_starting.TryDequeue(out var session))
        {
            // Whoever takes a partition over after the change must not read it either.
            if (_health.State == KafkaStreamState.Failed)
                session.Fail(_health.LastError!);
            else if (session.Health.State != KafkaStreamState.Stopped)
                sessions.Add(session);
        }

        if (sessions.Count == 0)
            return;
        try
        {
            foreach (var committed in _consumer.Committed(sessions.Select(session => session.Partition), RequestPatience))
            {
                var session = sessions.Find(session => session.Partition == committed.TopicPartition)!;
                var start = committed.Offset.Value;
                if (start < 0)
                {
                    var bounds = _consumer.QueryWatermarkOffsets(session.Partition, RequestPatience);
                    start = IsFromEnd ? bounds.High.Value : bounds.Low.Value;
                }

                _assign(session, start, committed.Offset.Value);
                sessions.Remove(session);
            }
        }
        catch (KafkaException e)
        {
            foreach (var session in sessions)
            {
                session.Note(e.Error.Reason);
                _starting.Enqueue(session);
            }

            throw;
        }
    }

    private bool IsFromEnd => KafkaProperties.Consumer(_options).AutoOffsetReset == AutoOffsetReset.Latest;

    private void Commit()
    {
        var due = new List<(PartitionSession Session, TopicPartitionOffset Offset)>();
        foreach (var session in _health.Sessions)
        {
            if (session.TryGetCommit(out var offset))
                due.Add((session, new TopicPartitionOffset(session.Partition, offset)));
        }

        if (due.Count == 0)
            return;
        _consumer.Commit(due.Select(item => item.Offset));
        foreach (var (session, offset) in due)
            session.Committed(offset.Offset.Value);
        _metrics.Commits.Add(1);
    }

    private void UpdateFigures()
    {
        foreach (var session in _health.Sessions)
        {
            var high = _consumer.GetWatermarkOffsets(session.Partition).High;
            if (high.Value >= 0)
                session.SetHigh(high.Value);
        }
    }

    private void CheckTopology()
    {
        var metadata = _admin.GetMetadata(RequestPatience);
        if (_topology.Compare(_partitions, KafkaTopology.Usable(metadata)) is not { } changes || _health.State == KafkaStreamState.Failed)
            return;
        var why = $"the partitions changed under the running cluster: {changes}; restart all silos";
        _health.Set(KafkaStreamState.Failed, why);
        LogChanged(changes);
        foreach (var session in _health.Sessions)
            session.Fail(why);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The partitions changed under the running cluster: {Changes}. Reading stops; restart all silos.")]
    private partial void LogChanged(string changes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka: {Reason}. It is tried again.")]
    private partial void LogBrokerError(string reason);
}

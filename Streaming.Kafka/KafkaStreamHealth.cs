using System.Diagnostics;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// How a provider fares on this host: a keyed service of the provider's name, and one of the services of this type.
/// </summary>
public sealed class KafkaStreamHealth
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private long _notedAt;
    private IReadOnlyList<PartitionSession> _sessions = [];
    private KafkaStreamState _state;
    private string? _lastError;

    internal KafkaStreamHealth(string provider) => Provider = provider;

    /// <summary>Name of the stream provider.</summary>
    public string Provider { get; }

    /// <summary>
    /// <see cref="KafkaStreamState.Starting"/> until brokers and topics are there, <see cref="KafkaStreamState.Failed"/>
    /// when the partitions changed under the cluster, which only a restart of all silos mends.
    /// </summary>
    public KafkaStreamState State
    {
        get
        {
            lock (_lock)
                return _state;
        }
    }

    /// <summary>The last error that is no single partition's, in one line; null while there is none.</summary>
    public string? LastError
    {
        get
        {
            lock (_lock)
                return _lastError;
        }
    }

    /// <summary>The partitions that this silo reads now.</summary>
    public IReadOnlyList<KafkaPartitionHealth> Partitions => [.. Sessions.Select(session => session.Health)];

    internal IReadOnlyList<PartitionSession> Sessions
    {
        get
        {
            lock (_lock)
                return _sessions;
        }
    }

    internal void Set(KafkaStreamState state, string? error = null)
    {
        lock (_lock)
        {
            _state = state;
            _lastError = error;
        }
    }

    /// <returns>Whether it is news: a broker that is down is complained about many times a second.</returns>
    internal bool Note(string error)
    {
        // "(after 0ms in state CONNECT, 3 identical error(s) suppressed)" differs each time.
        if (error.EndsWith(')') && error.LastIndexOf(" (after ", StringComparison.Ordinal) is > 0 and var end)
            error = error[..end];
        lock (_lock)
        {
            if (_state == KafkaStreamState.Failed || (_lastError == error && Stopwatch.GetElapsedTime(_notedAt) < Silence))
                return false;
            _lastError = error;
            _notedAt = Stopwatch.GetTimestamp();
            return true;
        }
    }

    internal void Add(PartitionSession session)
    {
        lock (_lock)
            _sessions = [.. _sessions, session];
    }

    internal void Remove(PartitionSession session)
    {
        lock (_lock)
            _sessions = [.. _sessions.Where(other => other != session)];
    }
}

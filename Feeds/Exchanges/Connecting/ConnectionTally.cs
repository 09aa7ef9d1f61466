using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>Counts what a connection sees, over all its sessions. Any thread may read, those of the session write.</summary>
internal sealed class ConnectionTally(int symbols)
{
    // Of the newest latency in the average: with ten events a second it looks back about a minute.
    private const double Newest = 1.0 / 512;

    private readonly Lock _lock = new();
    private ConnectionCounters _counters = new() { Symbols = symbols, LastFrame = EventTime.MinValue };
    private double _average;

    public ConnectionCounters Counters
    {
        get
        {
            lock (_lock)
                return _counters;
        }
    }

    public void Connected()
    {
        lock (_lock)
            _counters = _counters with { IsConnected = true, Connects = _counters.Connects + 1 };
    }

    public void Disconnected()
    {
        lock (_lock)
            _counters = _counters with { IsConnected = false, InSync = 0 };
    }

    public void Frame(int bytes, EventTime time)
    {
        lock (_lock)
            _counters = _counters with { Frames = _counters.Frames + 1, Bytes = _counters.Bytes + bytes, LastFrame = time };
    }

    public void BadFrame()
    {
        lock (_lock)
            _counters = _counters with { BadFrames = _counters.BadFrames + 1 };
    }

    public void Snapshot()
    {
        lock (_lock)
            _counters = _counters with { Snapshots = _counters.Snapshots + 1 };
    }

    public void Sync(int inSync, bool isLoss)
    {
        lock (_lock)
            _counters = _counters with { InSync = inSync, Resyncs = _counters.Resyncs + (isLoss ? 1 : 0) };
    }

    public void Refused()
    {
        lock (_lock)
            _counters = _counters with { Refusals = _counters.Refusals + 1 };
    }

    public void Event(EventTime received, EventTime time)
    {
        lock (_lock)
        {
            var latency = received.Microseconds - time.Microseconds;
            _average = _counters.Events > 0 ? _average + (latency - _average) * Newest : latency;
            _counters = _counters with
            {
                Latency = TimeSpan.FromMicroseconds(latency),
                AverageLatency = TimeSpan.FromMicroseconds((long)_average),
                Events = _counters.Events + 1,
            };
        }
    }
}

using TradeBooks.Domain.Desk;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Exchanges.Connecting;
using TradeBooks.Web.Live;

namespace TradeBooks.Cli.Serving;

/// <summary>
/// Looks at a connector some times a second: measures its rates and publishes last prices and lag. A book whose connection is
/// busy with a frame is passed over, so that nobody waits for a look.
/// </summary>
internal sealed class MarketWatch : IDisposable
{
    /// <summary>Under which the live events of a host without portfolios are published.</summary>
    public const string LiveKey = "default";

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private readonly Exchange _exchange;
    private readonly ExchangeConnector _connector;
    private readonly LiveFeed _live;
    private readonly Func<long> _pending;
    private readonly ConnectionRates[] _rates;
    private readonly CounterRate _events;
    private readonly Dictionary<string, SymbolReading> _readings = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private LagView? _published;

    /// <param name="exchange">Whose connections they are.</param>
    /// <param name="connector">What is looked at.</param>
    /// <param name="live">Takes last prices and lag.</param>
    /// <param name="pending">Records that are on their way to where the events go.</param>
    /// <param name="clock">Wall time.</param>
    public MarketWatch(Exchange exchange, ExchangeConnector connector, LiveFeed live, Func<long> pending, TimeProvider clock)
    {
        _exchange = exchange;
        _connector = connector;
        _live = live;
        _pending = pending;
        _rates = [.. connector.Counters.Select(_ => new ConnectionRates(new CounterRate(clock), new CounterRate(clock)))];
        _events = new CounterRate(clock);
        _timer = clock.CreateTimer(_ => Look(), null, TimeSpan.Zero, Every);
    }

    /// <summary>The connections as they stand, with the rates of the last look.</summary>
    public IReadOnlyList<ConnectionView> Connections()
    {
        lock (_lock)
            return [.. _connector.Counters.Select(View)];
    }

    /// <summary>The symbols as the last looks have seen them, with one level of each side; those not seen yet are left out.</summary>
    public IReadOnlyList<KeyValuePair<string, SymbolReading>> Readings()
    {
        lock (_lock)
            return [.. _readings];
    }

    // Waits for a look that is under way, for what it looks at ends next.
    public void Dispose() => _timer.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void Look()
    {
        // A look that comes while one is under way is one too many.
        if (!_lock.TryEnter())
            return;
        try
        {
            Measure();
            PublishMarks();
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Measure()
    {
        var counters = _connector.Counters;
        for (var i = 0; i < counters.Count; i++)
        {
            _rates[i].Frames.Sample(counters[i].Frames);
            _rates[i].Bytes.Sample(counters[i].Bytes);
        }

        var events = counters.Sum(connection => connection.Events);
        _events.Sample(events);
        var lag = new LagView(events, _events.PerSecond, (int)Math.Min(_pending(), int.MaxValue));
        if (lag == _published)
            return;
        _published = lag;
        _live.Publish(LiveKey, new LiveEvent(0, LiveKind.Lag) { Lag = lag });
    }

    private void PublishMarks()
    {
        var marks = new List<MarkView>();
        foreach (var symbol in _connector.Symbols)
        {
            if (!_connector.TryRead(symbol, 1, TimeSpan.Zero, out var reading))
                continue;
            var isNew = !_readings.TryGetValue(symbol, out var before) || before.LastTradeTime != reading.LastTradeTime;
            _readings[symbol] = reading;
            if (isNew && reading.LastTradeTime.IsKnown)
                marks.Add(new MarkView(symbol, reading.LastTradeTime, reading.LastPrice));
        }

        if (marks.Count > 0)
            _live.Publish(LiveKey, new LiveEvent(0, LiveKind.Marks) { Marks = marks });
    }

    private ConnectionView View(ConnectionCounters counters, int index) => new()
    {
        Exchange = _exchange.Name,
        Number = index + 1,
        IsConnected = counters.IsConnected,
        Symbols = _connector.SymbolsByConnection[index],
        InSync = counters.InSync,
        Frames = counters.Frames,
        Bytes = counters.Bytes,
        BadFrames = counters.BadFrames,
        Events = counters.Events,
        Connects = counters.Connects,
        Snapshots = counters.Snapshots,
        Resyncs = counters.Resyncs,
        Refusals = counters.Refusals,
        LatencyMilliseconds = counters.Events > 0 ? counters.Latency.TotalMilliseconds : null,
        AverageLatencyMilliseconds = counters.Events > 0 ? counters.AverageLatency.TotalMilliseconds : null,
        LastFrame = counters.LastFrame,
        FramesPerSecond = _rates[index].Frames.PerSecond,
        BytesPerSecond = _rates[index].Bytes.PerSecond,
    };

    private sealed record ConnectionRates(CounterRate Frames, CounterRate Bytes);
}

namespace TradeBooks.Cli.Serving;

/// <summary>Events per second over the latest whole second, or over what there is of the first.</summary>
internal sealed class EventRate(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private long _since = clock.GetTimestamp();
    private long _events;
    private bool _isWhole;

    /// <summary>Rounded to a tenth.</summary>
    public double PerSecond { get; private set; }

    /// <summary>Counts from here.</summary>
    public void Start(long events)
    {
        _since = clock.GetTimestamp();
        _events = events;
    }

    /// <param name="events">Events until now.</param>
    /// <returns>Whether the rate is another than before.</returns>
    public bool Measure(long events)
    {
        var elapsed = clock.GetElapsedTime(_since);
        if (_isWhole && elapsed < Window)
            return false;
        var before = PerSecond;
        PerSecond = Math.Round((events - _events) / Math.Max(elapsed.TotalSeconds, 0.001), 1);
        if (elapsed >= Window)
        {
            _isWhole = true;
            Start(events);
        }

        return PerSecond != before;
    }
}

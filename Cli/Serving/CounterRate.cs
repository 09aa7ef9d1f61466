namespace TradeBooks.Cli.Serving;

/// <summary>How fast a counter grows over the last few seconds, by samples of it. For one thread at a time.</summary>
internal sealed class CounterRate(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);
    private readonly Queue<(long At, long Count)> _samples = [];

    /// <summary>Rounded to a tenth; 0 before the second sample.</summary>
    public double PerSecond { get; private set; }

    /// <summary>Takes a sample.</summary>
    /// <param name="count">The counter now.</param>
    public void Sample(long count)
    {
        var now = clock.GetTimestamp();
        _samples.Enqueue((now, count));

        // The oldest that stays is the last one that is a whole window ago, so that all of the window is covered.
        while (_samples.Count > 2 && clock.GetElapsedTime(_samples.ElementAt(1).At, now) >= Window)
            _samples.Dequeue();
        var (at, before) = _samples.Peek();
        var elapsed = clock.GetElapsedTime(at, now).TotalSeconds;
        PerSecond = elapsed > 0 ? Math.Round((count - before) / elapsed, 1) : 0;
    }
}

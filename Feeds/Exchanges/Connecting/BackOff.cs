namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>Waits that double, with a random part so that many do not come back at the same moment. For one caller at a time.</summary>
internal sealed class BackOff(TimeSpan first, TimeSpan longest, Random random)
{
    private int _failures;

    public void Reset() => _failures = 0;

    public TimeSpan Next()
    {
        var full = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 40)), longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.5 + random.NextDouble() / 2));
    }
}

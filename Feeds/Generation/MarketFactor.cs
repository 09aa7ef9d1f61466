namespace TradeBooks.Feeds.Generation;

/// <summary>
/// The return that all symbols share, scaled by each one's beta. Every symbol runs its own copy from the same seed,
/// so that no symbol's file depends on which others are made.
/// </summary>
internal sealed class MarketFactor(ulong seed)
{
    private const double AnnualDeviation = 0.18;

    /// <summary>Variance of a year's return at rest.</summary>
    public const double AnnualVariance = AnnualDeviation * AnnualDeviation;

    private static readonly double MinuteDeviation = AnnualDeviation * SessionShape.MinutePerAnnual;
    private static readonly double GapDeviation = AnnualDeviation * SessionShape.GapPerAnnual;

    private readonly Xoshiro256 _random = new(seed);
    private readonly VolatilityClock _clock = new();

    /// <summary>Starts a session; the return since the last one's close.</summary>
    public double OpenSession()
    {
        _clock.OpenSession(_random.NextNormal());
        return _random.NextNormal() * _clock.SessionDeviation * GapDeviation;
    }

    /// <summary>The return of the next minute.</summary>
    /// <param name="shape">The minute's usual volatility relative to the session's.</param>
    public double NextMinute(double shape)
    {
        var normal = _random.NextNormal();
        var result = normal * _clock.Deviation * shape * MinuteDeviation;
        _clock.AddMinute(normal);
        return result;
    }
}

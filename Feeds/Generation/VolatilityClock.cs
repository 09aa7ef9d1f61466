namespace TradeBooks.Feeds.Generation;

/// <summary>
/// Volatility that comes in clusters, as a factor around 1: a slow part that wanders from session to session, and a
/// quick GARCH(1,1) part (Bollerslev, 1986) that a large return stirs up for some hours.
/// </summary>
internal sealed class VolatilityClock
{
    private const double Shock = 0.05;
    private const double Memory = 0.94;
    private const double MaxVariance = 16;
    private const double SessionMemory = 0.95;
    private const double SessionNoise = 0.12;
    private const double MinSession = 0.4;
    private const double MaxSession = 3;

    private double _variance = 1;
    private double _session = 1;

    /// <summary>Deviation of the next minute's return, relative to the long-run mean.</summary>
    public double Deviation => _session * Math.Sqrt(_variance);

    /// <summary>Deviation of this session's overnight gap.</summary>
    public double SessionDeviation => _session;

    public void OpenSession(double normal) =>
        _session = Math.Clamp(1 + SessionMemory * (_session - 1) + SessionNoise * normal, MinSession, MaxSession);

    /// <param name="normal">The minute's return in deviations.</param>
    public void AddMinute(double normal) => _variance = Math.Min(
        MaxVariance, 1 - Shock - Memory + (Shock * (normal * normal) + Memory) * _variance);
}

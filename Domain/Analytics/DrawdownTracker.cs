using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>Peak and drawdown of the equity at the end of each slot, as <see cref="PerformanceRecorder"/> has them.</summary>
/// <param name="initialEquity">The first peak, above 0.</param>
public sealed class DrawdownTracker(double initialEquity) : IPersistent
{
    private double _peak = initialEquity;
    private double _max;

    /// <summary>Highest equity so far.</summary>
    public double Peak => _peak;

    /// <summary>Deepest drawdown: a fraction of the peak before it.</summary>
    public double Max => _max;

    /// <summary>A slot has ended.</summary>
    public void OnSlot(double equity)
    {
        if (equity >= _peak)
            _peak = equity;
        else
            _max = Math.Max(_max, (_peak - equity) / _peak);
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("peak", ref _peak);
        archive.Item("max", ref _max);
    }
}

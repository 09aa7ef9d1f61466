using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Indicators;

/// <summary>
/// Volume-weighted average price of the last n bars: Σ(typical price · volume) / Σ volume, where the typical price is
/// (high + low + close) / 3. A NaN or an infinity shows for as long as its bar is among the last n.
/// </summary>
public sealed class RollingVwap : IPersistent
{
    private readonly RollingSum _money;
    private readonly RollingSum _volume;
    private double _typical;

    /// <param name="period">n, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="period"/> is below 1.</exception>
    public RollingVwap(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _money = new RollingSum(period);
        _volume = new RollingSum(period);
    }

    /// <summary>True from the n-th bar on.</summary>
    public bool IsReady => _money.IsReady;

    /// <summary>
    /// The average, in the unit of the price; of the bars so far until ready, 0 before the first; the last bar's
    /// typical price where nothing was traded in the window.
    /// </summary>
    public double Value => _volume.Value == 0 ? _typical : _money.Value / _volume.Value;

    /// <summary>Takes the next bar.</summary>
    public void Update(in Bar bar) =>
        Update(bar.High.ToDouble(), bar.Low.ToDouble(), bar.Close.ToDouble(), bar.Volume.ToDouble());

    /// <summary>Takes the next bar.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="volume"/> is negative.</exception>
    public void Update(double high, double low, double close, double volume)
    {
        if (volume < 0)
            throw new ArgumentOutOfRangeException(nameof(volume), volume, "must not be negative");
        _typical = (high + low + close) / 3;
        _money.Update(_typical * volume);
        _volume.Update(volume);
    }

    /// <summary>Forgets everything, as if new.</summary>
    public void Reset()
    {
        _typical = 0;
        _money.Reset();
        _volume.Reset();
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("typical", ref _typical);
        archive.Item("money", _money);
        archive.Item("volume", _volume);
    }
}

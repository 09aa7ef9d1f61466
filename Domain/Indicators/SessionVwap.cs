using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Indicators;

/// <summary>
/// Volume-weighted average price since the session began: Σ(typical price · volume) / Σ volume, where the typical
/// price is (high + low + close) / 3. A bar of another session day starts over. A NaN or an infinity shows in
/// <see cref="Value"/> until the next session.
/// </summary>
public sealed class SessionVwap : IPersistent
{
    private double _money;
    private double _volume;
    private double _typical;
    private int _day;
    private bool _isReady;

    /// <summary>True from the first bar on.</summary>
    public bool IsReady => _isReady;

    /// <summary>
    /// The average, in the unit of the price; 0 before the first bar; the last bar's typical price where the session
    /// has seen no trade.
    /// </summary>
    public double Value => _volume == 0 ? _typical : _money / _volume;

    /// <summary>Takes the next bar.</summary>
    /// <param name="bar">The bar; one without a volume counts with none.</param>
    /// <param name="sessionDay">Any number that is the same for all bars of a session and differs from the last's.</param>
    public void Update(in Bar bar, int sessionDay) => Update(
        bar.High.ToDouble(), bar.Low.ToDouble(), bar.Close.ToDouble(), bar.Volume.ToDouble(), sessionDay);

    /// <summary>Takes the next bar.</summary>
    /// <param name="high">Highest price.</param>
    /// <param name="low">Lowest price.</param>
    /// <param name="close">Last price.</param>
    /// <param name="volume">Traded quantity, 0 or more.</param>
    /// <param name="sessionDay">Any number that is the same for all bars of a session and differs from the last's.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="volume"/> is negative.</exception>
    public void Update(double high, double low, double close, double volume, int sessionDay)
    {
        if (volume < 0)
            throw new ArgumentOutOfRangeException(nameof(volume), volume, "must not be negative");
        if (sessionDay != _day)
        {
            Reset();
            _day = sessionDay;
        }

        _typical = (high + low + close) / 3;
        _money += _typical * volume;
        _volume += volume;
        _isReady = true;
    }

    /// <summary>Forgets everything, as if new.</summary>
    public void Reset()
    {
        _money = 0;
        _volume = 0;
        _typical = 0;
        _day = 0;
        _isReady = false;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("money", ref _money);
        archive.Item("volume", ref _volume);
        archive.Item("typical", ref _typical);
        archive.Item("day", ref _day);
        archive.Item("isReady", ref _isReady);
    }
}

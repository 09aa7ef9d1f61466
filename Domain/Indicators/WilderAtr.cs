using System.Runtime.CompilerServices;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Indicators;

/// <summary>
/// Average true range after J. Welles Wilder (New Concepts in Technical Trading Systems, 1978): the mean of the first
/// n true ranges, then (ATR₋₁ · (n − 1) + TR) / n, where TR = max(high − low, |high − close₋₁|, |low − close₋₁|).
/// A NaN or an infinity that is fed in shows in <see cref="Value"/> until <see cref="Reset"/>.
/// </summary>
public sealed class WilderAtr : IPersistent
{
    private readonly int _period;
    private readonly double _length;
    private readonly double _kept;
    private readonly AtrSeed _seed;
    private double _value;
    private double _trueRange;
    private double _previousClose;
    private bool _hasPrevious;
    private int _count;

    /// <param name="period">n, 1 or more.</param>
    /// <param name="seed">What the first bar counts for.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="period"/> is below 1 or <paramref name="seed"/> is no member of the enum.
    /// </exception>
    public WilderAtr(int period, AtrSeed seed = AtrSeed.CountFirstBar)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        if (!Enum.IsDefined(seed))
            throw new ArgumentOutOfRangeException(nameof(seed), seed, "not a way to seed");
        _period = period;
        _length = period;
        _kept = period - 1;
        _seed = seed;
    }

    /// <summary>True once n true ranges have come.</summary>
    public bool IsReady => _count >= _period;

    /// <summary>The average, in the unit of the price; of the true ranges so far until ready, 0 before the first.</summary>
    public double Value => _count >= _period ? _value : _count == 0 ? 0 : _value / _count;

    /// <summary>The last bar's true range, in the unit of the price; 0 for a first bar that is skipped.</summary>
    public double TrueRange => _trueRange;

    /// <summary>Takes the next bar.</summary>
    public void Update(in Bar bar) => Update(bar.High.ToDouble(), bar.Low.ToDouble(), bar.Close.ToDouble());

    /// <summary>Takes the next bar; <paramref name="low"/> ≤ <paramref name="high"/> is the feed's to check.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update(double high, double low, double close)
    {
        var range = high - low;
        if (_hasPrevious)
        {
            range = Math.Max(range, Math.Max(Math.Abs(high - _previousClose), Math.Abs(low - _previousClose)));
        }
        else
        {
            _hasPrevious = true;
            if (_seed == AtrSeed.SkipFirstBar)
            {
                _previousClose = close;
                return;
            }
        }

        _previousClose = close;
        _trueRange = range;
        if (_count >= _period)
        {
            _value = (_value * _kept + range) / _length;
            return;
        }

        // While seeding, _value is the plain sum.
        _value += range;
        if (++_count == _period)
            _value /= _period;
    }

    /// <summary>Forgets everything, as if new.</summary>
    public void Reset()
    {
        _value = 0;
        _trueRange = 0;
        _previousClose = 0;
        _hasPrevious = false;
        _count = 0;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("value", ref _value);
        archive.Item("trueRange", ref _trueRange);
        archive.Item("previousClose", ref _previousClose);
        archive.Item("hasPrevious", ref _hasPrevious);
        archive.Item("count", ref _count);
    }
}

using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Indicators;

/// <summary>
/// Whether a fast simple moving average stands above or below a slow one, without rounding error: means of prices with
/// two decimals are equal often enough that the last bit of a <see cref="double"/> would decide crossings. Prices are
/// kept as integers at the largest number of decimals seen; beyond 18 digits they are rounded.
/// </summary>
public sealed class ExactSmaSpread : IPersistent
{
    private readonly int _fastPeriod;
    private readonly long[] _window;
    private int _scale;
    private int _count;
    private int _next;
    private Int128 _fastSum;
    private Int128 _slowSum;

    /// <param name="fast">Bars of the fast mean, 1 or more.</param>
    /// <param name="slow">Bars of the slow mean, more than <paramref name="fast"/>.</param>
    public ExactSmaSpread(int fast, int slow)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fast, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slow, fast);
        _fastPeriod = fast;
        _window = new long[slow];
    }

    public bool IsReady => _count == _window.Length;

    /// <summary>The fast mean less the slow mean; 0 until ready.</summary>
    public double Value => IsReady
        ? (double)(_fastSum * _window.Length - _slowSum * _fastPeriod)
            / ((double)_fastPeriod * _window.Length) / Math.Pow(10, _scale)
        : 0;

    /// <summary>+1 with the fast mean above, −1 below, 0 equal or not ready; exact.</summary>
    public int Sign => IsReady
        ? (_fastSum * _window.Length).CompareTo(_slowSum * _fastPeriod)
        : 0;

    public void Update(Decimal64 price)
    {
        if (price.Scale > _scale)
            Widen(price.Scale);
        if (!price.TryRescale((byte)_scale, out var mantissa))
            mantissa = (long)decimal.Round(price.ToDecimal() * Unit(_scale));
        var leavesFast = _next - _fastPeriod;
        _fastSum += mantissa - _window[leavesFast < 0 ? leavesFast + _window.Length : leavesFast];
        _slowSum += mantissa - _window[_next];
        _window[_next] = mantissa;
        if (++_next == _window.Length)
            _next = 0;
        if (_count < _window.Length)
            _count++;
    }

    public void Reset()
    {
        Array.Clear(_window);
        (_scale, _count, _next, _fastSum, _slowSum) = (0, 0, 0, 0, 0);
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("window", _window);
        archive.Item("scale", ref _scale);
        archive.Item("count", ref _count);
        archive.Item("next", ref _next);
        SavedIndex.Check("count", _count, _window.Length);
        SavedIndex.Check("next", _next, _window.Length - 1);
        SavedIndex.Check("scale", _scale, Decimal64.MaxScale);
        if (archive.IsLoading)
            Sum();
    }

    private static decimal Unit(int scale) => 1m / new Decimal64(1, (byte)scale);

    // Slots that were never used hold 0, at any scale.
    private void Widen(byte scale)
    {
        foreach (var mantissa in _window)
        {
            if (!new Decimal64(mantissa, (byte)_scale).TryRescale(scale, out _))
                return;
        }

        for (var i = 0; i < _window.Length; i++)
            new Decimal64(_window[i], (byte)_scale).TryRescale(scale, out _window[i]);
        _scale = scale;
        Sum();
    }

    private void Sum()
    {
        (_fastSum, _slowSum) = (0, 0);
        for (var i = 0; i < _window.Length; i++)
        {
            var age = (_next - 1 - i + _window.Length) % _window.Length;
            _slowSum += _window[i];
            if (age < _fastPeriod)
                _fastSum += _window[i];
        }
    }
}

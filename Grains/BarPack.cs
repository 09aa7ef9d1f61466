using TradeBooks.Domain.Market;

namespace TradeBooks.Grains;

/// <summary>
/// Bars as bytes, each by what it differs in from the one before: numbers of seven bits a byte, the sign in the lowest
/// bit. Every value comes back as it was.
/// </summary>
internal sealed class BarPack
{
    // A byte that tells, three scales, and seven numbers of at most ten bytes.
    private const int MostBytes = 1 + 3 + 7 * 10;
    private const byte HasVolume = 1;
    private const byte OtherScales = 2;

    private byte[] _bytes = [];
    private int _length;
    private Bar _last;

    public int Count { get; private set; }

    public void Add(in Bar bar)
    {
        Span<byte> room = stackalloc byte[MostBytes];
        var length = Write(bar, room);
        if (_length + length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_length + length, _bytes.Length * 2));
        room[..length].CopyTo(_bytes.AsSpan(_length));
        _length += length;
        _last = bar;
        Count++;
    }

    /// <summary>Gives back what growing has taken too much.</summary>
    public void Trim() => Array.Resize(ref _bytes, _length);

    public Bar[] ToArray()
    {
        var bars = new Bar[Count];
        var at = 0;
        Bar last = default;
        for (var i = 0; i < bars.Length; i++)
            last = bars[i] = Read(ref at, last);
        return bars;
    }

    private int Write(in Bar bar, Span<byte> to)
    {
        var sameScales = bar.PriceScale == _last.PriceScale && bar.PercentChange.Scale == _last.PercentChange.Scale
            && bar.Volume.Scale == _last.Volume.Scale;
        var at = 0;
        to[at++] = (byte)((bar.HasVolume ? HasVolume : 0) | (sameScales ? 0 : OtherScales));
        if (!sameScales)
        {
            to[at++] = bar.PriceScale;
            to[at++] = bar.PercentChange.Scale;
            to[at++] = bar.Volume.Scale;
        }

        Put(to, ref at, unchecked(bar.Time.Microseconds - _last.Time.Microseconds));
        Put(to, ref at, unchecked(bar.Open.Mantissa - _last.Close.Mantissa));
        Put(to, ref at, unchecked(bar.High.Mantissa - bar.Open.Mantissa));
        Put(to, ref at, unchecked(bar.Low.Mantissa - bar.Open.Mantissa));
        Put(to, ref at, unchecked(bar.Close.Mantissa - bar.Open.Mantissa));
        Put(to, ref at, bar.PercentChange.Mantissa);
        if (bar.HasVolume)
            Put(to, ref at, bar.Volume.Mantissa);
        return at;
    }

    private Bar Read(ref int at, in Bar last)
    {
        var told = _bytes[at++];
        var (price, change, volume) = (last.PriceScale, last.PercentChange.Scale, last.Volume.Scale);
        if ((told & OtherScales) != 0)
            (price, change, volume) = (_bytes[at++], _bytes[at++], _bytes[at++]);
        var time = unchecked(last.Time.Microseconds + Get(ref at));
        var open = unchecked(last.Close.Mantissa + Get(ref at));
        var high = unchecked(open + Get(ref at));
        var low = unchecked(open + Get(ref at));
        var close = unchecked(open + Get(ref at));
        var percentChange = new Decimal64(Get(ref at), change);
        return new Bar(
            new EventTime(time), open, high, low, close, price, percentChange,
            (told & HasVolume) != 0 ? new Decimal64(Get(ref at), volume) : null);
    }

    private static void Put(Span<byte> to, ref int at, long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        for (; rest >= 0x80; rest >>= 7)
            to[at++] = (byte)(rest | 0x80);
        to[at++] = (byte)rest;
    }

    private long Get(ref int at)
    {
        var (value, shift) = (0UL, 0);
        byte part;
        do
        {
            part = _bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            shift += 7;
        }
        while ((part & 0x80) != 0);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}

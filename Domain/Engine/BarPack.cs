using System.Numerics;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// Bars with figures after each, as bytes: each by what it differs in from the one before. Numbers have seven bits a
/// byte, the sign in the lowest bit; a figure has the bytes in which it is other than the last one. Every value comes
/// back as it was.
/// </summary>
/// <param name="width">Figures after each bar.</param>
internal sealed class BarPack(int width)
{
    // A byte that tells, three scales, and seven numbers of at most ten bytes.
    private const int MostOfBar = 1 + 3 + 7 * 10;
    private const int MostOfFigure = 1 + sizeof(long);
    private const int Size = 1024;
    private const byte HasVolume = 1;
    private const byte OtherScales = 2;

    private readonly int _mostOfRecord = MostOfBar + width * MostOfFigure;
    private readonly byte[] _bytes = new byte[Math.Max(Size, MostOfBar + width * MostOfFigure)];
    private readonly long[] _lastFigures = new long[width];
    private int _length;
    private Bar _last;

    public int Count { get; private set; }

    public bool IsFull => _bytes.Length - _length < _mostOfRecord;

    /// <summary>Forgets all bars, and keeps the memory for others.</summary>
    public void Clear()
    {
        (_length, _last, Count) = (0, default, 0);
        Array.Clear(_lastFigures);
    }

    /// <summary>Adds a bar; not when it is full.</summary>
    public void Add(in Bar bar, ReadOnlySpan<double> figures)
    {
        _length += Write(bar, _bytes.AsSpan(_length));
        for (var i = 0; i < width; i++)
            Put(_bytes, ref _length, BitConverter.DoubleToInt64Bits(figures[i]), ref _lastFigures[i]);
        _last = bar;
        Count++;
    }

    /// <summary>Reads all bars.</summary>
    /// <param name="bars">As many as <see cref="Count"/>.</param>
    /// <param name="figures">For each bar, one after the other, its figures.</param>
    public void Read(Span<Bar> bars, Span<double> figures)
    {
        var at = 0;
        Bar last = default;
        Span<long> bits = width <= 64 ? stackalloc long[width] : new long[width];
        bits.Clear();
        for (var i = 0; i < Count; i++)
        {
            last = bars[i] = Read(ref at, last);
            for (var figure = 0; figure < width; figure++)
                figures[i * width + figure] = BitConverter.Int64BitsToDouble(bits[figure] = Get(ref at, bits[figure]));
        }
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

    // Numbers that follow one another have their highest bytes in common.
    private static void Put(Span<byte> to, ref int at, long bits, ref long last)
    {
        var other = (ulong)(bits ^ last);
        last = bits;
        var count = (BitOperations.Log2(other) + 8) / 8;
        if (other == 0)
            count = 0;
        to[at++] = (byte)count;
        for (; count > 0; count--, other >>= 8)
            to[at++] = (byte)other;
    }

    private long Get(ref int at, long last)
    {
        var other = 0UL;
        var count = _bytes[at++];
        for (var i = 0; i < count; i++)
            other |= (ulong)_bytes[at++] << (8 * i);
        return last ^ (long)other;
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

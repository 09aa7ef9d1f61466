using System.Numerics;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// Turns bars with figures after each into bytes and back: each by what it differs in from the one before, so that it
/// reads what it has written in the same order, from the same beginning. Numbers have seven bits a byte, the sign in the
/// lowest bit; a figure has the bytes in which it is other than the last one. Every value comes back as it was.
/// </summary>
/// <param name="width">Figures after each bar, 0 or more.</param>
internal sealed class BarCoder(int width)
{
    // A byte that tells, three scales, and seven numbers of at most ten bytes.
    private const int MostOfBar = 1 + 3 + 7 * 10;
    private const byte HasVolume = 1;
    private const byte OtherScales = 2;
    private const byte OtherStep = 4;

    private readonly long[] _figures = new long[width];
    private Bar _last;
    private long _step;

    /// <summary>Most bytes of a bar with its figures.</summary>
    public int MostBytes => MostOfBar + Counts + width * sizeof(long);

    // How many bytes each figure has, two figures in a byte.
    private int Counts => (width + 1) / 2;

    /// <summary>Goes back to the beginning.</summary>
    public void Reset()
    {
        (_last, _step) = (default, 0);
        Array.Clear(_figures);
    }

    /// <param name="bar">The bar.</param>
    /// <param name="figures">The figures after it.</param>
    /// <param name="to">Room for <see cref="MostBytes"/>.</param>
    /// <returns>How many bytes it takes.</returns>
    public int Write(in Bar bar, ReadOnlySpan<double> figures, Span<byte> to)
    {
        var at = WriteBar(bar, to);
        var counts = to.Slice(at, Counts);
        counts.Clear();
        at += counts.Length;
        for (var i = 0; i < width; i++)
        {
            var bits = BitConverter.DoubleToInt64Bits(figures[i]);
            // Numbers that follow one another have their highest bytes in common.
            var other = (ulong)(bits ^ _figures[i]);
            _figures[i] = bits;
            var count = other == 0 ? 0 : (BitOperations.Log2(other) + 8) / 8;
            counts[i / 2] |= (byte)(count << (i % 2 * 4));
            for (; count > 0; count--, other >>= 8)
                to[at++] = (byte)other;
        }

        return at;
    }

    /// <param name="from">What <see cref="Write"/> has written, and more.</param>
    /// <param name="at">Where it begins; then, where the next one does.</param>
    /// <param name="figures">Filled with the figures.</param>
    public Bar Read(ReadOnlySpan<byte> from, ref int at, Span<double> figures)
    {
        ReadBar(from, ref at);
        var counts = from.Slice(at, Counts);
        at += counts.Length;
        for (var i = 0; i < width; i++)
        {
            var other = 0UL;
            var count = counts[i / 2] >> (i % 2 * 4) & 0xF;
            for (var part = 0; part < count; part++)
                other |= (ulong)from[at++] << (8 * part);
            _figures[i] ^= (long)other;
            figures[i] = BitConverter.Int64BitsToDouble(_figures[i]);
        }

        return _last;
    }

    private int WriteBar(in Bar bar, Span<byte> to)
    {
        var sameScales = bar.PriceScale == _last.PriceScale && bar.PercentChange.Scale == _last.PercentChange.Scale
            && bar.Volume.Scale == _last.Volume.Scale;
        var step = unchecked(bar.Time.Microseconds - _last.Time.Microseconds);
        var at = 0;
        to[at++] = (byte)((bar.HasVolume ? HasVolume : 0) | (sameScales ? 0 : OtherScales) | (step == _step ? 0 : OtherStep));
        if (!sameScales)
        {
            to[at++] = bar.PriceScale;
            to[at++] = bar.PercentChange.Scale;
            to[at++] = bar.Volume.Scale;
        }

        if (step != _step)
            Put(to, ref at, step);
        Put(to, ref at, unchecked(bar.Open.Mantissa - _last.Close.Mantissa));
        Put(to, ref at, unchecked(bar.High.Mantissa - bar.Open.Mantissa));
        Put(to, ref at, unchecked(bar.Low.Mantissa - bar.Open.Mantissa));
        Put(to, ref at, unchecked(bar.Close.Mantissa - bar.Open.Mantissa));
        Put(to, ref at, bar.PercentChange.Mantissa);
        if (bar.HasVolume)
            Put(to, ref at, bar.Volume.Mantissa);
        (_last, _step) = (bar, step);
        return at;
    }

    private void ReadBar(ReadOnlySpan<byte> from, ref int at)
    {
        var told = from[at++];
        var (price, change, volume) = (_last.PriceScale, _last.PercentChange.Scale, _last.Volume.Scale);
        if ((told & OtherScales) != 0)
            (price, change, volume) = (from[at++], from[at++], from[at++]);
        if ((told & OtherStep) != 0)
            _step = Get(from, ref at);
        var time = unchecked(_last.Time.Microseconds + _step);
        var open = unchecked(_last.Close.Mantissa + Get(from, ref at));
        var high = unchecked(open + Get(from, ref at));
        var low = unchecked(open + Get(from, ref at));
        var close = unchecked(open + Get(from, ref at));
        var percentChange = new Decimal64(Get(from, ref at), change);
        _last = new Bar(
            new EventTime(time), open, high, low, close, price, percentChange,
            (told & HasVolume) != 0 ? new Decimal64(Get(from, ref at), volume) : null);
    }

    private static void Put(Span<byte> to, ref int at, long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        for (; rest >= 0x80; rest >>= 7)
            to[at++] = (byte)(rest | 0x80);
        to[at++] = (byte)rest;
    }

    private static long Get(ReadOnlySpan<byte> from, ref int at)
    {
        var (value, shift) = (0UL, 0);
        byte part;
        do
        {
            part = from[at++];
            value |= (ulong)(part & 0x7F) << shift;
            shift += 7;
        }
        while ((part & 0x80) != 0);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}

using System.Buffers;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Books;

/// <summary>
/// Saves levels as bytes, about five for each: a price by what it differs in from the one before, a quantity by itself,
/// both in the largest unit that they all are multiples of, seven bits a byte. The decimals of the texts are told where
/// they are other than those of the level before, so every text comes back as it was. <see cref="LevelReader"/> reads it.
/// </summary>
internal sealed class LevelWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private DepthLevel[] _room = [];

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>A place for levels that are to be written, good until it is asked for again.</summary>
    public Span<DepthLevel> Room(int count)
    {
        if (_room.Length < count)
            _room = new DepthLevel[Math.Max(count, _room.Length * 2)];
        return _room.AsSpan(0, count);
    }

    /// <summary>Writes levels in any order; the more alike the prices of neighbours, the shorter.</summary>
    public void Write(ReadOnlySpan<DepthLevel> levels)
    {
        var (priceUnit, quantityUnit) = FindUnits(levels);
        WriteUnsigned((ulong)levels.Length);
        WriteUnsigned((ulong)priceUnit);
        WriteUnsigned((ulong)quantityUnit);
        DepthLevel last = default;
        foreach (ref readonly var level in levels)
        {
            // The lowest bit says whether the decimals follow.
            var isOther = level.Scales != last.Scales;
            WriteUnsigned(((ulong)(QuantityOf(level) / quantityUnit) << 1) | (isOther ? 1UL : 0));
            if (isOther)
                WriteUnsigned(level.Scales);
            Write(LevelDelta.Of(level, last) / priceUnit);
            last = level;
        }
    }

    public void Write(long value) => WriteUnsigned((ulong)((value << 1) ^ (value >> 63)));

    private void WriteUnsigned(ulong rest)
    {
        var to = _bytes.GetSpan(10);
        var at = 0;
        for (; rest >= 0x80; rest >>= 7)
            to[at++] = (byte)(rest | 0x80);
        to[at++] = (byte)rest;
        _bytes.Advance(at);
    }

    private static (long Price, long Quantity) FindUnits(ReadOnlySpan<DepthLevel> levels)
    {
        var (price, quantity) = (0UL, 0UL);
        DepthLevel last = default;
        foreach (ref readonly var level in levels)
        {
            var delta = LevelDelta.Of(level, last);
            price = CommonDivisor(price, (ulong)(delta < 0 ? unchecked(-delta) : delta));
            quantity = CommonDivisor(quantity, (ulong)QuantityOf(level));
            last = level;
        }

        return (ToUnit(price), ToUnit(quantity));
    }

    // A book takes a quantity below 0, which no exchange sends, as a removal.
    private static long QuantityOf(in DepthLevel level) => Math.Max(level.QuantityMantissa, 0);

    // 0 where all are 0; 2^63, the magnitude of one negative number, is no unit either.
    private static long ToUnit(ulong divisor) => divisor is 0 or > long.MaxValue ? 1 : (long)divisor;

    private static ulong CommonDivisor(ulong a, ulong b)
    {
        while (a != 0)
            (a, b) = (b % a, a);
        return b;
    }
}

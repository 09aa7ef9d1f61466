using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Books;

/// <summary>Reads what <see cref="LevelWriter"/> wrote.</summary>
/// <param name="name">Name of the bytes in the state, for errors.</param>
/// <param name="bytes">The bytes.</param>
/// <exception cref="StateException">From every method: they are not what was written.</exception>
internal ref struct LevelReader(string name, ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly bool IsAtEnd => _at == _bytes.Length;

    public DepthLevel[] ReadLevels()
    {
        var count = ReadUnsigned();
        var (priceUnit, quantityUnit) = (ReadUnit(), ReadUnit());

        // A level has two bytes or more: no damaged count makes an array that the bytes could not fill.
        if (count > (ulong)(_bytes.Length - _at) / 2)
            throw Damaged($"{count} levels");
        var levels = new DepthLevel[count];
        DepthLevel last = default;
        foreach (ref var level in levels.AsSpan())
        {
            var told = ReadUnsigned();
            var scales = (told & 1) == 0 ? last.Scales : ReadScales();
            var quantity = Math.BigMul((long)(told >> 1), quantityUnit, out var mantissa);
            if (quantity != 0 || mantissa < 0)
                throw Damaged("a quantity that no number holds");
            var price = LevelDelta.Price(unchecked(Read() * priceUnit), (byte)scales, last);
            last = level = new DepthLevel(price, mantissa, scales);
        }

        return levels;
    }

    public long Read()
    {
        var value = ReadUnsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public readonly void RequireEnd()
    {
        if (_at < _bytes.Length)
            throw Damaged($"{_bytes.Length - _at} bytes too many");
    }

    public readonly StateException Damaged(string what) => new($"saved state: '{name}' has {what}");

    private long ReadUnit()
    {
        var unit = ReadUnsigned();
        return unit is 0 or > long.MaxValue ? throw Damaged($"the unit {unit}") : (long)unit;
    }

    private ushort ReadScales()
    {
        var scales = ReadUnsigned();
        if (scales > ushort.MaxValue || (byte)scales > Decimal64.MaxScale || scales >> 8 > Decimal64.MaxScale)
            throw Damaged($"the decimals {scales}");
        return (ushort)scales;
    }

    private ulong ReadUnsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at == _bytes.Length)
                throw Damaged("too few bytes");
            var part = _bytes[_at++];
            value |= (ulong)(part & 0x7F) << shift;
            if ((part & 0x80) == 0)
                return shift == 63 && part > 1 ? throw Damaged("a number that is too long") : value;
        }

        throw Damaged("a number that is too long");
    }
}

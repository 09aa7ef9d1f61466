using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TradeBooks.Feeds.Csv;

/// <summary>
/// The numbers of a row after its time stamp, where they are plain: digits, perhaps with a point and a minus sign,
/// between commas. All separators are found at once, and the digits of four numbers are worked out at once.
/// </summary>
internal ref struct PlainNumbers
{
    /// <summary>Most numbers of a row.</summary>
    public const int Most = 8;

    /// <summary>Numbers of up to 8 digits have no more decimals than this.</summary>
    public const int ShortScale = 7;

    private const ulong Zeros = 0x3030_3030_3030_3030UL;

    private Longs _mantissas;
    private Ints _scales;

    /// <summary>The digits of a number with its sign.</summary>
    public readonly long Mantissa(int index) => Unsafe.Add(ref Unsafe.AsRef(in _mantissas.First), index);

    /// <summary>The decimals of a number.</summary>
    public readonly int Scale(int index) => Unsafe.Add(ref Unsafe.AsRef(in _scales.First), index);

    /// <param name="window">The comma before the first number; at least 128 bytes can be read from it on.</param>
    /// <param name="count">Numbers to read, 4 to 8; a line end follows them.</param>
    /// <param name="ignored">A bit for each field, from the fifth on, that can hold what it likes.</param>
    /// <returns>Bytes up to and with the line end; 0 where the row is not as plain as that.</returns>
    // Compiled once and fully, see ChunkParser. Not inlined, so that its few variables stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public int Read(ref byte window, int count, uint ignored)
    {
        // Everything below '-' ends a field, and so does everything above ASCII, which is then found to be no comma.
        var low = Vector256.LoadUnsafe(ref window);
        var high = Vector256.LoadUnsafe(ref window, 32);
        var least = Vector256.Create((sbyte)'-');
        var ends = Mask(Vector256.GreaterThan(least, low.AsSByte()), Vector256.GreaterThan(least, high.AsSByte()));
        var comma = Vector256.Create((byte)',');
        var others = ends ^ Mask(Vector256.Equals(comma, low), Vector256.Equals(comma, high));
        var point = Vector256.Create((byte)'.');
        var points = Mask(Vector256.Equals(point, low), Vector256.Equals(point, high));

        var at = 0;
        ends &= ends - 1;
        if (!TryFind(ref window, ref at, ref ends, points, out var digits0, out var sign0, out _scales[0])
            || !TryFind(ref window, ref at, ref ends, points, out var digits1, out var sign1, out _scales[1])
            || !TryFind(ref window, ref at, ref ends, points, out var digits2, out var sign2, out _scales[2])
            || !TryFind(ref window, ref at, ref ends, points, out var digits3, out var sign3, out _scales[3]))
        {
            return ReadLong(ref window, count, ignored);
        }

        var digits = Vector256.Create(digits0, digits1, digits2, digits3);
        Combine(digits, Vector256.Create(sign0, sign1, sign2, sign3)).StoreUnsafe(ref _mantissas.First);
        ulong rest = 0;
        for (var i = 4; i < count; i++)
        {
            if ((ignored >> i & 1) != 0)
            {
                at = BitOperations.TrailingZeroCount(ends);
                ends &= ends - 1;
                continue;
            }

            if (!TryFind(ref window, ref at, ref ends, points, out var text, out var sign, out Unsafe.Add(ref _scales.First, i)))
                return ReadLong(ref window, count, ignored);
            rest |= ((text + 0x0606_0606_0606_0606UL) | text) & 0xF0F0_F0F0_F0F0_F0F0UL;
            Unsafe.Add(ref _mantissas.First, i) = Combine(text, sign);
        }

        // All fields end with commas but for the last, which ends with the line.
        if (BitOperations.TrailingZeroCount(others) != at || !IsLineEnd(ref window, ref at))
            return 0;
        return rest == 0 && !Vector256.GreaterThanAny(digits.AsByte(), Vector256.Create((byte)9)) ? at + 1 : 0;
    }

    /// <summary>The last 8 digits of the next field, first digit in the lowest byte, and zeros where it has fewer.</summary>
    /// <returns>False where the field is empty or has more digits than that.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryFind(
        ref byte window, ref int at, ref ulong ends, ulong points, out ulong text, out long sign, out int scale)
    {
        var start = at + 1;
        at = BitOperations.TrailingZeroCount(ends);
        ends &= ends - 1;
        var minus = Unsafe.Add(ref window, start) == '-' ? 1 : 0;
        sign = -minus;
        start += minus;
        var digits = at - start;
        text = Read64(ref window, at - 8);
        var point = BitOperations.TrailingZeroCount(points >> start);
        scale = 0;
        if (point < digits)
        {
            // What stands before the point moves up by one in its place.
            digits--;
            scale = digits - point;
            var decimals = ~(ulong.MaxValue >> (8 * scale));
            text = (text & decimals) | (Read64(ref window, at - 9) & ~decimals);
        }

        text = (text ^ Zeros) & (ulong.MaxValue << (-8 * digits));
        return (uint)(digits - 1) <= 7 && scale <= ShortScale;
    }

    /// <summary>Four times eight digits as four numbers: pairs, fours, eight, the lower digits in the higher bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Combine(Vector256<ulong> digits, Vector256<long> sign)
    {
        var pairs = digits.AsUInt16();
        pairs = (pairs & Vector256.Create((ushort)0xFF)) * 10 + (pairs >> 8);
        var fours = pairs.AsUInt32();
        fours = (fours & Vector256.Create(0xFFFFU)) * 100 + (fours >> 16);
        var halves = (fours * Vector256.Create(10_000U, 1, 10_000, 1, 10_000, 1, 10_000, 1)).AsUInt64();
        var whole = ((halves & Vector256.Create(0xFFFF_FFFFUL)) + (halves >> 32)).AsInt64();
        return (whole ^ sign) - sign;
    }

    /// <summary>The same for one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Combine(ulong digits, long sign)
    {
        digits = digits * 10 + (digits >> 8);
        var whole = (long)(
            ((digits & 0x0000_00FF_0000_00FFUL) * 0x000F_4240_0000_0064UL
            + ((digits >> 16) & 0x0000_00FF_0000_00FFUL) * 0x0000_2710_0000_0001UL) >> 32);
        return (whole ^ sign) - sign;
    }

    private static bool IsLineEnd(ref byte window, ref int at)
    {
        if (Unsafe.Add(ref window, at) == '\r')
            at++;
        return Unsafe.Add(ref window, at) == '\n';
    }

    /// <summary>The same for numbers of up to 18 digits, one by one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ReadLong(ref byte window, int count, uint ignored)
    {
        const int MostBytes = 128 - 2;
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            if (Unsafe.Add(ref window, at) != ',')
                return 0;
            var start = ++at;
            while (at < MostBytes && (sbyte)Unsafe.Add(ref window, at) >= '-')
                at++;
            if ((ignored >> i & 1) != 0)
                continue;
            var field = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref window, start), at - start);
            if (!TryReadLong(field, out Unsafe.Add(ref _mantissas.First, i), out Unsafe.Add(ref _scales.First, i)))
                return 0;
        }

        return IsLineEnd(ref window, ref at) ? at + 1 : 0;
    }

    private static bool TryReadLong(ReadOnlySpan<byte> field, out long mantissa, out int scale)
    {
        mantissa = 0;
        scale = 0;
        var isNegative = field.StartsWith("-"u8);
        if (isNegative)
            field = field[1..];
        var point = field.IndexOf((byte)'.');
        var digits = field.Length - (point < 0 ? 0 : 1);
        if (digits is < 1 or > PowersOfTen.MaxDigits)
            return false;
        for (var i = 0; i < field.Length; i++)
        {
            if (i == point)
                continue;
            var digit = field[i] - '0';
            if ((uint)digit > 9)
                return false;
            mantissa = mantissa * 10 + digit;
        }

        if (point >= 0)
            scale = digits - point;
        if (isNegative)
            mantissa = -mantissa;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read64(ref byte source, int offset) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask<T>(Vector256<T> low, Vector256<T> high) =>
        low.ExtractMostSignificantBits() | (ulong)high.ExtractMostSignificantBits() << 32;

    [InlineArray(Most)]
    private struct Longs
    {
        public long First;
    }

    [InlineArray(Most)]
    private struct Ints
    {
        public int First;
    }
}

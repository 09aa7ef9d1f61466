using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces.Surrogates;

/// <summary>
/// Slots as bytes, one after the other: the differences of time and price to the slot before, the price's scale and the
/// number of events, the first two and the last with seven bits to a byte. A minute's bar takes about eight bytes.
/// </summary>
internal static class PackedTicks
{
    // Three numbers of ten bytes at most, and the scale.
    private const int Longest = 31;

    public static byte[] Pack(IReadOnlyList<SlotTick> ticks)
    {
        if (ticks.Count == 0)
            return [];
        var bytes = new byte[5 + ticks.Count * 10];
        var at = Write(bytes, 0, (ulong)ticks.Count);
        var (time, mantissa) = (0L, 0L);
        for (var i = 0; i < ticks.Count; i++)
        {
            if (bytes.Length - at < Longest)
                Array.Resize(ref bytes, Math.Max(bytes.Length * 2, at + Longest));
            var tick = ticks[i];
            at = Write(bytes, at, Fold(unchecked(tick.Time.Microseconds - time)));
            at = Write(bytes, at, Fold(unchecked(tick.Mark.Mantissa - mantissa)));
            bytes[at++] = tick.Mark.Scale;
            at = Write(bytes, at, (uint)tick.Events);
            (time, mantissa) = (tick.Time.Microseconds, tick.Mark.Mantissa);
        }

        Array.Resize(ref bytes, at);
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Pack"/> writes.</exception>
    public static SlotTick[] Unpack(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return [];
        var count = Read(ref bytes);
        // A tick takes four bytes or more: a damaged count must not ask for memory.
        if (count > (ulong)bytes.Length / 4)
            throw Damaged();
        var ticks = new SlotTick[count];
        var (time, mantissa) = (0L, 0L);
        for (var i = 0; i < ticks.Length; i++)
        {
            time = unchecked(time + Unfold(Read(ref bytes)));
            mantissa = unchecked(mantissa + Unfold(Read(ref bytes)));
            if (bytes.IsEmpty)
                throw Damaged();
            var scale = bytes[0];
            bytes = bytes[1..];
            ticks[i] = new SlotTick(new EventTime(time), new Decimal64(mantissa, scale), (int)Read(ref bytes));
        }

        return bytes.IsEmpty ? ticks : throw Damaged();
    }

    // Small differences of either sign become small numbers.
    private static ulong Fold(long number) => (ulong)((number << 1) ^ (number >> 63));

    private static long Unfold(ulong number) => (long)(number >> 1) ^ -(long)(number & 1);

    private static int Write(byte[] bytes, int at, ulong number)
    {
        while (number >= 0x80)
        {
            bytes[at++] = (byte)(number | 0x80);
            number >>= 7;
        }

        bytes[at++] = (byte)number;
        return at;
    }

    private static ulong Read(ref ReadOnlySpan<byte> bytes)
    {
        var number = 0UL;
        for (var shift = 0; shift < 64 && !bytes.IsEmpty; shift += 7)
        {
            var part = bytes[0];
            bytes = bytes[1..];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return number;
        }

        throw Damaged();
    }

    private static InvalidDataException Damaged() => new("the slots of a report are damaged");
}

using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Csv;

/// <summary>
/// Turns a piece of text into bars. Plain rows (<c>yyyy-MM-dd HH:mm:ss</c> first, then the four prices, then at most
/// two more columns) are read 8 bytes at a time with the separators of a whole row found at once; whatever else comes
/// up goes to <see cref="RowReader"/>. Immutable: many pieces are parsed with it at a time.
/// </summary>
internal sealed class ChunkParser
{
    private const int StampLength = 19;
    private const int RejectedTextLength = 200;

    // Numbers below 2^27 (8 digits and a bit) keep within 63 bits with 7 more decimals.
    private const long ShortLimit = 1L << 27;
    private const int ShortScale = 7;

    private readonly CsvLayout _layout;
    private readonly ZoneClock _clock;
    private readonly RowReader _reader;
    private readonly bool _skips;
    private readonly bool _isPlain;
    private readonly bool _isUsualOrder;
    private readonly Tail _first;
    private readonly Tail _second;

    public ChunkParser(CsvLayout layout, ZoneClock clock, BadRows badRows)
    {
        _layout = layout;
        _clock = clock;
        _reader = new RowReader(layout, clock);
        _skips = badRows == BadRows.Skip;
        ReadOnlySpan<int> prices = [layout.Open, layout.High, layout.Low, layout.Close];
        _isPlain = layout.Time == 0 && layout.ColumnCount is >= 5 and <= 7;
        foreach (var column in prices)
            _isPlain &= column is >= 1 and <= 4;
        _isUsualOrder = layout is { Open: 1, High: 2, Low: 3, Close: 4 };
        _first = TailOf(5);
        _second = TailOf(6);
    }

    private enum Tail : byte
    {
        None,
        PercentChange,
        Volume,
        Ignored,
    }

    /// <summary>Fills the piece's bars, rejected rows and error from its text.</summary>
    /// <param name="chunk">The piece.</param>
    /// <param name="before">
    /// The bar before it. Where that is not known yet, the caller checks the first bar against it when it is.
    /// </param>
    // Compiled once and fully: the whole of a backtest is over before tiering would have got to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Parse(CsvChunk chunk, BarState before)
    {
        chunk.ClearResults();
        chunk.EnsureEvents();
        ref var text = ref MemoryMarshal.GetArrayDataReference(chunk.Text);
        var events = chunk.Events;
        var count = 0;
        var position = chunk.Begin;
        var end = chunk.End;
        var line = chunk.FirstLine;
        long step = chunk.LineStep;
        var previous = before;
        var isPlain = _isPlain;
        // Bytes 0–7 and 7–10 of the rows of one day, and its midnight; no row starts with zero bytes.
        ulong dayHead = 0;
        uint dayTail = 0;
        long midnight = 0;
        var lastRow = 0;

        for (; position < end; line += step)
        {
            if (count == events.Length)
            {
                chunk.GrowEvents();
                events = chunk.Events;
            }

            ref var row = ref Unsafe.Add(ref text, position);
            while (isPlain)
            {
                var head = Read64(ref row, 0);
                var tail = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref row, 7));
                if (head != dayHead || tail != dayTail)
                {
                    if (!TryResolveDay(ref row, out midnight))
                        break;
                    dayHead = head;
                    dayTail = tail;
                }

                // HH:mm:ss: digits become 0–9, colons 0; then bytes 0, 3 and 6 become hour, minute and second.
                var clock = Read64(ref row, 11) ^ 0x3030_3A30_303A_3030UL;
                if ((((clock + 0x0606_0006_0600_0606UL) | clock) & 0xF0F0_FFF0_F0FF_F0F0UL) != 0)
                    break;
                clock = clock * 10 + (clock >> 8);
                var hour = (uint)clock & 0xFF;
                var minute = (uint)(clock >> 24) & 0xFF;
                var second = (uint)(clock >> 48) & 0xFF;
                if (hour > 23 || minute > 59 || second > 59)
                    break;
                var time = midnight + (hour * 3600 + minute * 60 + second) * EventTime.Second;

                // Everything below '-' ends a field (and everything above ASCII, which is then found not to be a comma).
                ref var window = ref Unsafe.Add(ref row, StampLength);
                var low = Vector256.LoadUnsafe(ref window);
                var high = Vector256.LoadUnsafe(ref window, 32);
                var ends = Mask(Vector256.GreaterThan(Vector256.Create((sbyte)'-'), low.AsSByte()))
                    | (ulong)Mask(Vector256.GreaterThan(Vector256.Create((sbyte)'-'), high.AsSByte())) << 32;
                var points = Mask(Vector256.Equals(Vector256.Create((byte)'.'), low).AsSByte())
                    | (ulong)Mask(Vector256.Equals(Vector256.Create((byte)'.'), high).AsSByte()) << 32;
                var odd = window ^ (uint)',';
                ends &= ends - 1;

                var at = 0;
                if (!TryReadNumber(ref window, ref at, ref ends, points, out var open, out var openScale))
                    break;
                odd |= Unsafe.Add(ref window, at) ^ (uint)',';
                if (!TryReadNumber(ref window, ref at, ref ends, points, out var highest, out var highScale))
                    break;
                odd |= Unsafe.Add(ref window, at) ^ (uint)',';
                if (!TryReadNumber(ref window, ref at, ref ends, points, out var lowest, out var lowScale))
                    break;
                odd |= Unsafe.Add(ref window, at) ^ (uint)',';
                if (!TryReadNumber(ref window, ref at, ref ends, points, out var close, out var closeScale))
                    break;

                long change = 0;
                var changeScale = -1;
                long volume = 0;
                var volumeScale = -1;
                if (_first != Tail.None)
                {
                    odd |= Unsafe.Add(ref window, at) ^ (uint)',';
                    if (!TryReadTail(ref window, ref at, ref ends, points, _first, ref change, ref changeScale, ref volume, ref volumeScale))
                        break;
                    if (_second != Tail.None)
                    {
                        odd |= Unsafe.Add(ref window, at) ^ (uint)',';
                        if (!TryReadTail(ref window, ref at, ref ends, points, _second, ref change, ref changeScale, ref volume, ref volumeScale))
                            break;
                    }
                }

                if (Unsafe.Add(ref window, at) == '\r')
                    at++;
                odd |= Unsafe.Add(ref window, at) ^ (uint)'\n';
                if (odd != 0)
                    break;

                var scale = Larger(Larger(openScale, highScale), Larger(lowScale, closeScale));
                if (((open | highest | lowest | close) >= ShortLimit || scale > ShortScale)
                    && !(Fits(open, scale - openScale) && Fits(highest, scale - highScale)
                        && Fits(lowest, scale - lowScale) && Fits(close, scale - closeScale)))
                {
                    break;
                }

                open *= PowersOfTen.Of(scale - openScale);
                highest *= PowersOfTen.Of(scale - highScale);
                lowest *= PowersOfTen.Of(scale - lowScale);
                close *= PowersOfTen.Of(scale - closeScale);
                if (!_isUsualOrder)
                    Reorder(ref open, ref highest, ref lowest, ref close);
                if (lowest <= 0 || lowest > open || lowest > close || highest < open || highest < close
                    || volume < 0 || time <= previous.Time)
                {
                    break;
                }

                if (changeScale < 0)
                {
                    if (!PercentChange.TryCompute(close, scale, previous, out change))
                        break;
                    changeScale = PercentChange.Scale;
                    if (count == 0)
                        chunk.IsFirstChangeComputed = true;
                }

                BarEvent.Begin(ref events[count], line, time) = new Bar(
                    new EventTime(time), open, highest, lowest, close, (byte)scale,
                    new Decimal64(change, (byte)changeScale),
                    volumeScale < 0 ? null : new Decimal64(volume, (byte)volumeScale));
                count++;
                previous = new BarState(true, time, close, scale);
                lastRow = position;
                position += StampLength + at + 1;
                goto NextRow;
            }

            if (!TryParseOther(chunk, ref position, ref lastRow, line, ref previous, ref count))
                break;
        NextRow:;
        }

        chunk.Count = count;
        chunk.LastRow = lastRow;
    }

    /// <summary>Reads the digits, with or without a point, between two separators.</summary>
    /// <param name="window">Where the positions count from.</param>
    /// <param name="at">The separator before, then the one after.</param>
    /// <param name="ends">A bit for each separator that is still to come.</param>
    /// <param name="points">A bit for each decimal point.</param>
    /// <param name="mantissa">The digits.</param>
    /// <param name="scale">Number of decimals.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadNumber(
        ref byte window, ref int at, ref ulong ends, ulong points, out long mantissa, out int scale)
    {
        var start = at + 1;
        var end = BitOperations.TrailingZeroCount(ends);
        ends &= ends - 1;
        at = end;
        var digits = end - start;
        // The last 8 bytes of the field; where there is a point, those before it move up by one in its place.
        var text = Read64(ref window, end - 8);
        var point = BitOperations.TrailingZeroCount(points >> start);
        scale = 0;
        if (point < digits)
        {
            digits--;
            scale = digits - point;
            var decimals = ~(ulong.MaxValue >> (8 * scale));
            text = (text & decimals) | (Read64(ref window, end - 9) & ~decimals);
        }

        if ((uint)(digits - 1) > 7 || scale > ShortScale)
            return TryReadLongNumber(ref window, start, end, out mantissa, out scale);
        text = (text ^ 0x3030_3030_3030_3030UL) & (ulong.MaxValue << (64 - 8 * digits));
        // Pairs, fours, eight digits.
        var invalid = ((text + 0x0606_0606_0606_0606UL) | text) & 0xF0F0_F0F0_F0F0_F0F0UL;
        text = text * 10 + (text >> 8);
        mantissa = (long)(
            ((text & 0x0000_00FF_0000_00FFUL) * 0x000F_4240_0000_0064UL
            + ((text >> 16) & 0x0000_00FF_0000_00FFUL) * 0x0000_2710_0000_0001UL) >> 32);
        return invalid == 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryReadLongNumber(ref byte window, int start, int end, out long mantissa, out int scale)
    {
        mantissa = 0;
        scale = 0;
        var digits = 0;
        var point = -1;
        for (var i = start; i < end; i++)
        {
            var c = Unsafe.Add(ref window, i);
            if (c == '.' && point < 0)
            {
                point = i;
                continue;
            }

            if ((uint)(c - '0') > 9 || ++digits > PowersOfTen.MaxDigits)
                return false;
            mantissa = mantissa * 10 + (c - '0');
        }

        if (point >= 0)
            scale = end - point - 1;
        return digits > 0;
    }

    /// <summary>Reads a % change or a volume, which alone may have a sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadTail(
        ref byte window, ref int at, ref ulong ends, ulong points, Tail kind,
        ref long change, ref int changeScale, ref long volume, ref int volumeScale)
    {
        if (kind == Tail.Ignored)
        {
            at = BitOperations.TrailingZeroCount(ends);
            ends &= ends - 1;
            return at < 64;
        }

        var sign = Unsafe.Add(ref window, at + 1) == '-' ? 1 : 0;
        at += sign;
        if (!TryReadNumber(ref window, ref at, ref ends, points, out var mantissa, out var scale))
            return false;
        mantissa = (mantissa ^ -(long)sign) + sign;
        if (kind == Tail.PercentChange)
        {
            change = mantissa;
            changeScale = scale;
        }
        else
        {
            volume = mantissa;
            volumeScale = scale;
        }

        return true;
    }

    /// <summary>Without a jump, which would be a guess: the prices of a bar have now 2, now 4 decimals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Larger(int left, int right) => left - ((left - right) & ((left - right) >> 31));

    private static bool Fits(long mantissa, int added) => PowersOfTen.TryScale(mantissa, added, out _);

    private bool TryResolveDay(ref byte row, out long midnight)
    {
        midnight = 0;
        var date = MemoryMarshal.CreateReadOnlySpan(ref row, 11);
        return date[10] is (byte)' ' or (byte)'T'
            && StampText.TryParseDate(date, out var local)
            && _clock.TryResolveDay(local, out midnight)
            && StampText.IsInRange(midnight - EventTime.DayLength)
            && StampText.IsInRange(midnight + EventTime.DayLength);
    }

    private void Reorder(ref long open, ref long high, ref long low, ref long close)
    {
        ReadOnlySpan<long> columns = [0, open, high, low, close];
        open = columns[_layout.Open];
        high = columns[_layout.High];
        low = columns[_layout.Low];
        close = columns[_layout.Close];
    }

    /// <summary>The line at <paramref name="position"/> by the complete reader.</summary>
    /// <returns>False where reading ends here; the piece says why.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryParseOther(
        CsvChunk chunk, ref int position, ref int lastRow, long line, ref BarState previous, ref int count)
    {
        var start = position;
        var text = chunk.Text.AsSpan(start, chunk.End - start);
        text = text[..text.IndexOf((byte)'\n')];
        position += text.Length + 1;
        if (text.EndsWith("\r"u8))
            text = text[..^1];
        if (text.Trim(" \t"u8).IsEmpty)
            return true;
        if (!Utf8.IsValid(text))
        {
            chunk.Error = new FeedException(
                _layout.File, string.Create(CultureInfo.InvariantCulture, $"line {line} is not UTF-8 text"));
            return false;
        }

        var reason = _reader.TryRead(text, previous, out var bar, out var isChangeComputed, out var fault);
        if (reason is null)
        {
            if (isChangeComputed && count == 0)
                chunk.IsFirstChangeComputed = true;
            chunk.Events[count] = new MarketEvent(bar, SourcePosition.Row(line));
            count++;
            previous = BarState.Of(bar);
            lastRow = start;
            return true;
        }

        if (!_skips)
        {
            chunk.Error = new BadRowException(_layout.File, line, reason);
            return false;
        }

        var shown = text.Length > RejectedTextLength ? text[..RejectedTextLength] : text;
        chunk.Rejected.Add(new RejectedRow(_layout.File, line, reason, Encoding.UTF8.GetString(shown), fault));
        return true;
    }

    private Tail TailOf(int column) =>
        column >= _layout.ColumnCount ? Tail.None
        : column == _layout.PercentChange ? Tail.PercentChange
        : column == _layout.Volume ? Tail.Volume
        : Tail.Ignored;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read64(ref byte source, int offset) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mask(Vector256<sbyte> matches) => matches.ExtractMostSignificantBits();
}

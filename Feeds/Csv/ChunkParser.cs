using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Csv;

/// <summary>
/// Turns a piece of text into bars. Plain rows (<c>yyyy-MM-dd HH:mm:ss</c> first, then numbers, as
/// <see cref="PlainNumbers"/> reads them) take the short way; whatever else comes up goes to <see cref="RowReader"/>.
/// Immutable: many pieces are parsed with it at a time.
/// </summary>
internal sealed class ChunkParser
{
    private const int StampLength = 19;
    private const int RejectedTextLength = 200;

    // Numbers below 2^27 (8 digits and a bit) keep within 63 bits with 7 more decimals.
    private const ulong ShortLimit = 1UL << 27;

    private readonly CsvLayout _layout;
    private readonly ZoneClock _clock;
    private readonly RowReader _reader;
    private readonly bool _skips;
    private readonly bool _isPlain;

    // The fields after the time stamp: their number, those that hold what they like, and which is which.
    private readonly int _fields;
    private readonly uint _ignored;
    private readonly int _open;
    private readonly int _high;
    private readonly int _low;
    private readonly int _close;
    private readonly int _change;
    private readonly int _volume;

    public ChunkParser(CsvLayout layout, ZoneClock clock, BadRows badRows)
    {
        _layout = layout;
        _clock = clock;
        _reader = new RowReader(layout, clock);
        _skips = badRows == BadRows.Skip;
        _fields = layout.ColumnCount - 1;
        _open = layout.Open - 1;
        _high = layout.High - 1;
        _low = layout.Low - 1;
        _close = layout.Close - 1;
        _change = Math.Max(layout.PercentChange, 0) - 1;
        _volume = Math.Max(layout.Volume, 0) - 1;
        for (var field = 0; field < _fields; field++)
        {
            if (field != _open && field != _high && field != _low && field != _close
                && field != _change && field != _volume)
            {
                _ignored |= 1U << field;
            }
        }

        _isPlain = layout.Time == 0 && _fields <= PlainNumbers.Most && (_ignored & 0b1111) == 0;
    }

    /// <summary>Where parsing stands.</summary>
    private ref struct Cursor
    {
        public BarState Previous;

        // Bytes 0–7 and 7–10 of the rows of one day, and its midnight; no row starts with zero bytes.
        public ulong DayHead;
        public uint DayTail;
        public long Midnight;
        public bool IsChangeComputed;
        public PlainNumbers Numbers;
    }

    /// <summary>Fills the piece's bars, rejected rows and error from its text.</summary>
    /// <param name="chunk">The piece.</param>
    /// <param name="before">
    /// The bar before it. Where that is not known yet, the caller checks the first bar against it when it is.
    /// </param>
    // This and what it calls for each row is compiled once and fully: the whole of a backtest is over before tiering
    // would have got to it. Separate methods have few enough variables to keep them in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Parse(CsvChunk chunk, BarState before)
    {
        chunk.ClearResults();
        chunk.EnsureEvents();
        ref var text = ref MemoryMarshal.GetArrayDataReference(chunk.Text);
        var events = chunk.Events;
        var count = 0;
        var lastRow = 0;
        var position = chunk.Begin;
        var line = chunk.FirstLine;
        var cursor = new Cursor { Previous = before };
        for (; position < chunk.End; line += chunk.LineStep)
        {
            if (count == events.Length)
            {
                chunk.GrowEvents();
                events = chunk.Events;
            }

            cursor.IsChangeComputed = false;
            var length = 0;
            if (_isPlain)
                length = ReadPlainRow(ref Unsafe.Add(ref text, position), line, ref cursor, ref events[count]);
            if (length > 0 || TryReadOtherRow(chunk, position, line, ref cursor, ref events[count], out length))
            {
                if (count == 0)
                    chunk.IsFirstChangeComputed = cursor.IsChangeComputed;
                lastRow = position;
                count++;
            }
            else if (chunk.Error is not null)
            {
                break;
            }

            position += length;
        }

        chunk.Count = count;
        chunk.LastRow = lastRow;
    }

    /// <summary>Reads one row in the usual form into its event.</summary>
    /// <returns>Bytes of the row; 0 where it has another form or is bad.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int ReadPlainRow(ref byte row, long line, ref Cursor cursor, ref MarketEvent target)
    {
        var head = Read64(ref row, 0);
        var tail = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref row, 7));
        if (head != cursor.DayHead || tail != cursor.DayTail)
        {
            if (!TryResolveDay(ref row, out var midnight))
                return 0;
            cursor.Midnight = midnight;
            cursor.DayHead = head;
            cursor.DayTail = tail;
        }

        // HH:mm:ss: digits become 0–9, colons 0; then bytes 0, 3 and 6 become hour, minute and second.
        var clock = Read64(ref row, 11) ^ 0x3030_3A30_303A_3030UL;
        if ((((clock + 0x0606_0006_0600_0606UL) | clock) & 0xF0F0_FFF0_F0FF_F0F0UL) != 0)
            return 0;
        clock = clock * 10 + (clock >> 8);
        var hour = (uint)clock & 0xFF;
        var minute = (uint)(clock >> 24) & 0xFF;
        var second = (uint)(clock >> 48) & 0xFF;
        if (hour > 23 || minute > 59 || second > 59)
            return 0;
        var time = cursor.Midnight + (hour * 3600 + minute * 60 + second) * EventTime.Second;
        if (time <= cursor.Previous.Time)
            return 0;

        ref var numbers = ref cursor.Numbers;
        var length = numbers.Read(ref Unsafe.Add(ref row, StampLength), _fields, _ignored);
        if (length == 0)
            return 0;
        var open = numbers.Mantissa(_open);
        var high = numbers.Mantissa(_high);
        var low = numbers.Mantissa(_low);
        var close = numbers.Mantissa(_close);
        var openScale = numbers.Scale(_open);
        var highScale = numbers.Scale(_high);
        var lowScale = numbers.Scale(_low);
        var closeScale = numbers.Scale(_close);
        var scale = Larger(Larger(openScale, highScale), Larger(lowScale, closeScale));
        if (((ulong)(open | high | low | close) >= ShortLimit || scale > PlainNumbers.ShortScale)
            && !(Fits(open, scale - openScale) && Fits(high, scale - highScale)
                && Fits(low, scale - lowScale) && Fits(close, scale - closeScale)))
        {
            return 0;
        }

        open *= PowersOfTen.Of(scale - openScale);
        high *= PowersOfTen.Of(scale - highScale);
        low *= PowersOfTen.Of(scale - lowScale);
        close *= PowersOfTen.Of(scale - closeScale);
        if (low <= 0 || low > open || low > close || high < open || high < close)
            return 0;

        Decimal64? volume = null;
        if (_volume >= 0)
        {
            volume = new Decimal64(numbers.Mantissa(_volume), (byte)numbers.Scale(_volume));
            if (volume.GetValueOrDefault().Mantissa < 0)
                return 0;
        }

        long change;
        int changeScale = PercentChange.Scale;
        if (_change >= 0)
        {
            change = numbers.Mantissa(_change);
            changeScale = numbers.Scale(_change);
        }
        else
        {
            if (!PercentChange.TryCompute(close, scale, cursor.Previous, out change))
                return 0;
            cursor.IsChangeComputed = true;
        }

        BarEvent.Begin(ref target, line, time) = new Bar(
            new EventTime(time), open, high, low, close, (byte)scale, new Decimal64(change, (byte)changeScale), volume);
        cursor.Previous = new BarState(true, time, close, scale);
        return StampLength + length;
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

    /// <summary>Reads one line in any form into its event.</summary>
    /// <returns>
    /// False where there is no bar: the line is blank, its row is rejected, or the piece's error says why reading ends.
    /// </returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadOtherRow(
        CsvChunk chunk, int position, long line, ref Cursor cursor, ref MarketEvent target, out int length)
    {
        var text = chunk.Text.AsSpan(position, chunk.End - position);
        length = text.IndexOf((byte)'\n') + 1;
        text = text[..(length - 1)];
        if (text.EndsWith("\r"u8))
            text = text[..^1];
        if (text.Trim(" \t"u8).IsEmpty)
            return false;
        if (!Utf8.IsValid(text))
        {
            chunk.Error = new FeedException(
                _layout.File, string.Create(CultureInfo.InvariantCulture, $"line {line} is not UTF-8 text"));
            return false;
        }

        var reason = _reader.TryRead(text, cursor.Previous, out var bar, out cursor.IsChangeComputed, out var fault);
        if (reason is null)
        {
            target = new MarketEvent(bar, SourcePosition.Row(line));
            cursor.Previous = BarState.Of(bar);
            return true;
        }

        if (_skips)
        {
            var shown = text.Length > RejectedTextLength ? text[..RejectedTextLength] : text;
            chunk.Rejected.Add(new RejectedRow(_layout.File, line, reason, Encoding.UTF8.GetString(shown), fault));
        }
        else
        {
            chunk.Error = new BadRowException(_layout.File, line, reason);
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read64(ref byte source, int offset) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, offset));
}

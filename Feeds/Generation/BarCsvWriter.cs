using System.Buffers.Text;

namespace TradeBooks.Feeds.Generation;

/// <summary>Formats bars straight into a byte buffer; a row costs no allocation and no decimal.</summary>
internal sealed class BarCsvWriter(Stream stream, bool withVolume)
{
    private const int Capacity = 1 << 18;

    /// <summary>More than any row: a stamp, seven numbers of up to 20 digits.</summary>
    private const int LongestRow = 256;

    private readonly byte[] _buffer = new byte[Capacity];
    private readonly byte[] _date = new byte[11];
    private int _length;
    private long _previousClose;

    public long Rows { get; private set; }

    public void WriteHeader() =>
        Append(withVolume ? "datetime,open,high,low,close,% change,volume\n"u8 : "datetime,open,high,low,close,% change\n"u8);

    public void StartDay(DateOnly date)
    {
        TwoDigits(_date, 0, date.Year / 100);
        TwoDigits(_date, 2, date.Year % 100);
        _date[4] = (byte)'-';
        TwoDigits(_date, 5, date.Month);
        _date[7] = (byte)'-';
        TwoDigits(_date, 8, date.Day);
        _date[10] = (byte)' ';
    }

    /// <summary>Writes a bar of the day; prices in cents.</summary>
    public void WriteBar(int minuteOfDay, long open, long high, long low, long close, long volume)
    {
        if (_length > Capacity - LongestRow)
            Flush();
        Append(_date);
        var (hour, minute) = Math.DivRem(minuteOfDay, 60);
        TwoDigits(_buffer, _length, hour);
        _buffer[_length + 2] = (byte)':';
        TwoDigits(_buffer, _length + 3, minute);
        _length += 5;
        Append(":00"u8);
        Price(open);
        Price(high);
        Price(low);
        Price(close);
        PercentChange(close);
        if (withVolume)
        {
            _buffer[_length++] = (byte)',';
            Digits(volume);
        }

        _buffer[_length++] = (byte)'\n';
        _previousClose = close;
        Rows++;
    }

    public void Flush()
    {
        stream.Write(_buffer, 0, _length);
        _length = 0;
    }

    private void Price(long cents)
    {
        var (whole, part) = Math.DivRem(cents, 100);
        _buffer[_length++] = (byte)',';
        Digits(whole);
        _buffer[_length++] = (byte)'.';
        TwoDigits(_buffer, _length, (int)part);
        _length += 2;
    }

    // (close / previous close − 1) · 100, half away from zero to four decimals, in whole numbers.
    private void PercentChange(long close)
    {
        _buffer[_length++] = (byte)',';
        var previous = _previousClose == 0 ? close : _previousClose;
        var change = Math.Abs(close - previous);
        var tenThousandths = (change * 2_000_000 + previous) / (2 * previous);
        if (close < previous && tenThousandths > 0)
            _buffer[_length++] = (byte)'-';
        var (whole, part) = Math.DivRem(tenThousandths, 10_000);
        Digits(whole);
        _buffer[_length++] = (byte)'.';
        TwoDigits(_buffer, _length, (int)part / 100);
        TwoDigits(_buffer, _length + 2, (int)part % 100);
        _length += 4;
    }

    private void Digits(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    private static void TwoDigits(byte[] target, int index, int value)
    {
        target[index] = (byte)('0' + value / 10);
        target[index + 1] = (byte)('0' + value % 10);
    }
}

using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Csv;

/// <summary>
/// Writes bars as a file that <see cref="CsvBarFeed"/> reads:
/// <c>datetime,open,high,low,close,% change,volume</c>, times in UTC, numbers exact.
/// </summary>
public sealed class BarFileWriter : IDisposable
{
    private const int BufferSize = 1 << 14;
    private const int LongestRow = 8 + Utf8Text.LongestStamp + (6 * Utf8Text.LongestDecimal);

    private readonly FileStream _stream;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _length;

    /// <param name="path">File to make; one that is there is replaced.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public BarFileWriter(string path)
    {
        _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        "datetime,open,high,low,close,% change,volume\n"u8.CopyTo(_buffer);
        _length = "datetime,open,high,low,close,% change,volume\n"u8.Length;
    }

    /// <exception cref="IOException">It can't be written.</exception>
    public void Write(in Bar bar)
    {
        if (_buffer.Length - _length < LongestRow)
            Flush();
        var text = new Utf8Text(_buffer.AsSpan(_length));
        text.AppendStamp(bar.Time.ToUtc());
        Append(ref text, bar.Open);
        Append(ref text, bar.High);
        Append(ref text, bar.Low);
        Append(ref text, bar.Close);
        Append(ref text, bar.PercentChange);
        text.Append((byte)',');
        if (bar.HasVolume)
            text.AppendDecimal(bar.Volume.Mantissa, bar.Volume.Scale);
        text.Append((byte)'\n');
        _length += text.Length;
    }

    /// <summary>Writes out what is left and closes the file.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Complete()
    {
        Flush();
        _stream.Dispose();
    }

    public void Dispose() => _stream.Dispose();

    private static void Append(ref Utf8Text text, Decimal64 number)
    {
        text.Append((byte)',');
        text.AppendDecimal(number.Mantissa, number.Scale);
    }

    private void Flush()
    {
        _stream.Write(_buffer, 0, _length);
        _length = 0;
    }
}

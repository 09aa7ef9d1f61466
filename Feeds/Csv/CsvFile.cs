using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Csv;

/// <summary>One open file: what its columns are, and its text from where reading begins.</summary>
internal sealed class CsvFile : IDisposable
{
    // Rows that the length of a bar is inferred from, and bytes that surely hold some of them.
    private const int InferenceRows = 200;
    private const int InferenceBytes = 16 * 1024;

    private readonly ChunkReader _reader;
    private readonly CsvLayout _layout;
    private readonly RowReader _rows;
    private readonly CsvBarPosition? _resumeAfter;
    private readonly Stream _text;
    private readonly bool _isBackward;
    private bool _isResumed;

    private CsvFile(
        CsvLayout layout, RowReader rows, ChunkParser parser, ChunkReader reader, CsvBarPosition? resumeAfter,
        Stream text, bool isBackward)
    {
        _text = text;
        _isBackward = isBackward;
        _layout = layout;
        _rows = rows;
        Parser = parser;
        _reader = reader;
        _resumeAfter = resumeAfter;
    }

    public ChunkParser Parser { get; }

    public string Name => _layout.File;

    /// <summary>How much of the file has been read, 0 … 1; what is read ahead counts.</summary>
    public double Fraction
    {
        get
        {
            var (position, length) = _text is GzipText packed
                ? (packed.PackedPosition, packed.PackedLength)
                : (_text.Position, _text.Length);
            var fraction = length == 0 ? 1 : (double)position / length;
            return _isBackward ? 1 - fraction : fraction;
        }
    }

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="FeedException">
    /// It cannot be opened, is no such file, or has another text than when it was left.
    /// </exception>
    public static CsvFile Open(string path, CsvBarFeedOptions options, CsvBarPosition? resumeAfter, int chunkLength)
    {
        var name = Path.GetFileName(path);
        var stream = OpenText(path, name, options.Order);
        try
        {
            var forward = new ForwardReader(name, stream, chunkLength);
            var layout = CsvLayout.Parse(name, forward.ReadHeader());
            var interval = options.Label == BarLabel.Start ? 0
                : options.Interval is { } given ? given.Ticks / TimeSpan.TicksPerMicrosecond
                : InferInterval(layout, options.TimeZone, forward);
            var clock = new ZoneClock(options.TimeZone, interval);
            ChunkReader reader = options.Order == RowOrder.Ascending
                ? StartForward(name, forward, resumeAfter)
                : StartBackward(name, forward, stream, resumeAfter, chunkLength);
            return new CsvFile(
                layout, new RowReader(layout, clock), new ChunkParser(layout, clock, options.BadRows), reader, resumeAfter,
                stream, options.Order == RowOrder.Descending);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Fills the next piece's text, or returns false at the end.</summary>
    /// <exception cref="FeedException">The file cannot be read on, or has another text than when it was left.</exception>
    public bool TryRead(CsvChunk chunk)
    {
        chunk.Clear();
        if (!_reader.TryRead(chunk))
            return false;
        if (_resumeAfter is not null && !_isResumed)
        {
            TakeResumedRow(chunk, _resumeAfter);
            _isResumed = true;
        }

        return true;
    }

    public void Dispose() => _reader.Dispose();

    private static Stream OpenText(string path, string name, RowOrder order)
    {
        try
        {
            // The readers ask for large pieces themselves.
            var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            if (!path.EndsWith(CsvBarFeedSet.PackedExtension, StringComparison.Ordinal))
                return file;
            try
            {
                var text = new GzipText(file);
                return order == RowOrder.Ascending ? text : Spool(name, text);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (InvalidDataException e)
        {
            throw new FeedException(name, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FeedException(name, e.Message, e);
        }
    }

    private static FileStream Spool(string name, GzipText text)
    {
        using (text)
        {
            var spool = new FileStream(
                Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1,
                FileOptions.DeleteOnClose);
            try
            {
                text.CopyTo(spool);
                spool.Position = 0;
                return spool;
            }
            catch (InvalidDataException e)
            {
                spool.Dispose();
                throw new FeedException(name, GzipText.Damaged, e);
            }
            catch
            {
                spool.Dispose();
                throw;
            }
        }
    }

    private static ForwardReader StartForward(string name, ForwardReader forward, CsvBarPosition? resumeAfter)
    {
        if (resumeAfter is not null && !TryGoTo(forward, resumeAfter.Line, resumeAfter.ByteOffset))
            throw Changed(name, resumeAfter, "the file is shorter now");
        return forward;
    }

    private static BackwardReader StartBackward(
        string name, ForwardReader forward, Stream stream, CsvBarPosition? resumeAfter, int chunkLength)
    {
        var start = forward.Offset;
        if (resumeAfter is null)
        {
            forward.SkipToEnd();
        }
        else
        {
            // The text to read ends where the line of that bar ends.
            if (!TryGoTo(forward, resumeAfter.Line, resumeAfter.ByteOffset))
                throw Changed(name, resumeAfter, "the file is shorter now");
            forward.TrySkipTo(resumeAfter.Line + 1);
        }

        var lastLine = resumeAfter?.Line ?? forward.Line - 1;
        return new BackwardReader(name, stream, start, forward.Offset, lastLine, chunkLength);
    }

    private static bool TryGoTo(ForwardReader forward, long line, long offset) =>
        line >= forward.Line && (offset < 0 ? forward.TrySkipTo(line) : forward.TrySeek(offset, line));

    private static long InferInterval(CsvLayout layout, TimeZoneInfo zone, ForwardReader forward)
    {
        var rows = new RowReader(layout, new ZoneClock(zone, 0));
        var text = forward.Peek(InferenceBytes);
        var smallest = long.MaxValue;
        var previous = BarState.None;
        for (var i = 0; i < InferenceRows && !text.IsEmpty; i++)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            if (!rows.TryReadTimeOnly(line.TrimEnd((byte)'\r'), previous, out var time))
                continue;
            if (previous.IsKnown && time != previous.Time)
                smallest = Math.Min(smallest, Math.Abs(time - previous.Time));
            previous = new BarState(true, time, 0, 0);
        }

        return smallest < long.MaxValue ? smallest : throw new FeedException(
            layout.File, "the length of a bar cannot be inferred from fewer than two rows: set the interval");
    }

    private static FeedException Changed(string name, CsvBarPosition position, string how) => new(
        name, FormattableString.Invariant(
            $"the file has changed: line {position.Line} was the bar of {position.Time}, {how}"));

    private void TakeResumedRow(CsvChunk chunk, CsvBarPosition position)
    {
        var text = chunk.Text.AsSpan(0, chunk.End);
        var length = text.IndexOf((byte)'\n') + 1;
        // The bar before it is not read again: a time just before it decides which of two equal local times it is.
        var before = new BarState(true, position.Time.Microseconds - 1, 1, 0);
        var row = text[..length].TrimEnd("\r\n"u8);
        if (_rows.TryReadTimeOnly(row, before, out var time) && time != position.Time.Microseconds)
            throw Changed(_layout.File, position, $"it is that of {new EventTime(time)} now");
        if (_rows.TryRead(row, before, out var bar, out _, out _) is { } reason)
            throw Changed(_layout.File, position, $"now {reason}");
        chunk.Begin = length;
        chunk.Edge += chunk.LineStep * length;
        chunk.FirstLine += chunk.LineStep;
        chunk.Initial = BarState.Of(bar);
    }
}

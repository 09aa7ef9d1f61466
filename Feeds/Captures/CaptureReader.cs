using System.Text;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Captures;

/// <summary>The frames of one file of recorded frames, in their order.</summary>
public abstract class CaptureReader : IDisposable
{
    private const int ShownBytes = 200;

    private readonly CaptureLines _lines;
    private ReadOnlyMemory<byte> _line;

    private protected CaptureReader(string file)
    {
        File = file;
        _lines = new CaptureLines(file);
    }

    public string File { get; }

    /// <summary>Line of the frame that was read last, from 1 on.</summary>
    public long Line => _lines.Number;

    /// <summary>The frame that was read last; good until the next is read.</summary>
    public ReadOnlyMemory<byte> Frame { get; private set; }

    /// <summary>When it came in, by the recorder's clock.</summary>
    public EventTime ReceivedTime { get; private set; }

    /// <summary>The symbol that the file names for it, as the exchange writes it; null where the frame has to say.</summary>
    public string? Symbol { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="FeedException">It can't be opened, or a line before its first frame is not of the format.</exception>
    public static CaptureReader Open(string file, CaptureFormat format) => Open(file, format, onBadLine: null);

    /// <summary>Takes lines that are not of the format, which are left out, with the reason; null where they are an error.</summary>
    private Action<CaptureReader, string>? OnBadLine { get; init; }

    /// <summary>Opens files, and gives the frames of all as one stream: one file after the other, or merged, as the format wants it.</summary>
    /// <param name="files">The files.</param>
    /// <param name="format">Their format.</param>
    /// <param name="onBadLine">
    /// Takes lines that are not of the format, which are left out: the reader that stands at it, and the reason. Null where
    /// they are an error.
    /// </param>
    /// <returns>The reader of each frame, which stands at it until the next is asked for.</returns>
    /// <exception cref="FeedException">A file can't be read, or a line is not of the format.</exception>
    public static IEnumerable<CaptureReader> ReadAll(
        IReadOnlyList<string> files, CaptureFormat format, Action<CaptureReader, string>? onBadLine = null) =>
        format == CaptureFormat.HftBacktest ? ReadInTurn(files, format, onBadLine) : ReadMerged(files, format, onBadLine);

    /// <summary>Goes to the next frame.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="FeedException">The file can't be read, or a line is not of the format; the message names file and line.</exception>
    public bool Next()
    {
        while (_lines.Next(out var line))
        {
            if (line.Span.Trim(" \t"u8).IsEmpty)
                continue;
            _line = line;
            if (!TryRead(line.Span, out var frameStart, out var microseconds, out var symbol))
            {
                const string Reason = "the line is not of the capture's format";
                if (OnBadLine is null)
                    throw Wrong(Reason);
                OnBadLine(this, Reason);
                continue;
            }

            if (frameStart < 0)
                continue;
            Frame = line[frameStart..];
            ReceivedTime = new EventTime(microseconds);
            Symbol = symbol;
            return true;
        }

        return false;
    }

    /// <summary>The error that says what is wrong with the line that was read last.</summary>
    public FeedException Wrong(string reason) => new(File, FormattableString.Invariant($"line {Line}: {reason}"));

    /// <summary>The line that was read last, as a row that is left out.</summary>
    public RejectedRow Rejected(string reason) =>
        new(File, Line, reason, Text(_line.Span[..Math.Min(_line.Length, ShownBytes)]));

    public void Dispose()
    {
        _lines.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <param name="line">The line, not empty.</param>
    /// <param name="frameStart">Where its frame begins; −1 where it has none.</param>
    /// <param name="microseconds">When the frame came in, since 1970.</param>
    /// <param name="symbol">The symbol that the line names beside the frame.</param>
    /// <returns>False where the line is not of the format.</returns>
    private protected abstract bool TryRead(
        ReadOnlySpan<byte> line, out int frameStart, out long microseconds, out string? symbol);

    /// <summary>Reads digits with up to nine decimals as microseconds, cutting off what is finer.</summary>
    private protected static bool TryReadSeconds(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        var length = DecimalText.Read(text, out var mantissa, out var scale);
        if (length == 0 || length != text.Length || scale > 9)
            return false;
        for (; scale > 6; scale--)
            mantissa /= 10;
        return new Decimal64(mantissa, scale).TryRescale(6, out microseconds) && StampText.IsInRange(microseconds);
    }

    private protected static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static CaptureReader Open(string file, CaptureFormat format, Action<CaptureReader, string>? onBadLine) =>
        format == CaptureFormat.HftBacktest
            ? new HftBacktestReader(file) { OnBadLine = onBadLine }
            : new CryptofeedReader(file) { OnBadLine = onBadLine };

    private static IEnumerable<CaptureReader> ReadInTurn(
        IReadOnlyList<string> files, CaptureFormat format, Action<CaptureReader, string>? onBadLine)
    {
        foreach (var file in files)
        {
            using var reader = Open(file, format, onBadLine);
            while (reader.Next())
                yield return reader;
        }
    }

    private static IEnumerable<CaptureReader> ReadMerged(
        IReadOnlyList<string> files, CaptureFormat format, Action<CaptureReader, string>? onBadLine)
    {
        var readers = new List<CaptureReader>();
        try
        {
            foreach (var file in files)
                readers.Add(Open(file, format, onBadLine));
            var going = readers.FindAll(reader => reader.Next());
            while (going.Count > 0)
            {
                // The first of those with the earliest frame: the order of the files decides between equal times.
                var next = going.MinBy(reader => reader.ReceivedTime.Microseconds)!;
                yield return next;
                if (!next.Next())
                    going.Remove(next);
            }
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }
}

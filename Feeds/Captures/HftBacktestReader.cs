using System.Buffers.Text;

namespace TradeBooks.Feeds.Captures;

/// <summary>Reads <see cref="CaptureFormat.HftBacktest"/>.</summary>
internal sealed class HftBacktestReader : CaptureReader
{
    private const long NanosecondsPerMicrosecond = 1000;
    private static readonly byte[] SymbolMember = "\"s\":\""u8.ToArray();

    // A snapshot over REST names no symbol; the frames around it do, and a file has one.
    private readonly string? _symbol;

    public HftBacktestReader(string file)
        : base(file) => _symbol = FindSymbol(file);

    private protected override bool TryRead(
        ReadOnlySpan<byte> line, out int frameStart, out long microseconds, out string? symbol)
    {
        var isRead = Utf8Parser.TryParse(line, out long nanoseconds, out var length)
            && length < line.Length && line[length] == ' ' && nanoseconds >= 0;
        frameStart = length + 1;
        microseconds = nanoseconds / NanosecondsPerMicrosecond;
        symbol = _symbol;
        return isRead;
    }

    private static string? FindSymbol(string file)
    {
        using var lines = new CaptureLines(file);
        while (lines.Next(out var line))
        {
            var start = line.Span.IndexOf(SymbolMember);
            if (start < 0)
                continue;
            var rest = line.Span[(start + SymbolMember.Length)..];
            var end = rest.IndexOf((byte)'"');
            return end > 0 ? Text(rest[..end]) : null;
        }

        return null;
    }
}

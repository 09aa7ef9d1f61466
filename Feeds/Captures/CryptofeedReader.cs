namespace TradeBooks.Feeds.Captures;

/// <summary>Reads <see cref="CaptureFormat.Cryptofeed"/>.</summary>
internal sealed class CryptofeedReader(string file) : CaptureReader(file)
{
    private static readonly byte[] Separator = ": "u8.ToArray();
    private static readonly byte[] Connected = " <-> "u8.ToArray();
    private static readonly byte[] Sent = " <- "u8.ToArray();
    private static readonly byte[] Answer = " -> "u8.ToArray();
    private static readonly byte[] SymbolParameter = "symbol="u8.ToArray();

    private protected override bool TryRead(
        ReadOnlySpan<byte> line, out int frameStart, out long microseconds, out string? symbol)
    {
        microseconds = 0;
        symbol = null;
        frameStart = -1;
        var stamp = line;
        if (!char.IsAsciiDigit((char)line[0]))
        {
            var end = line.IndexOf((byte)' ');
            if (end < 0)
                return false;
            if (line[end..].StartsWith(Connected) || line[end..].StartsWith(Sent))
                return true;
            if (!line[end..].StartsWith(Answer))
                return false;
            symbol = FindSymbol(line[..end]);
            stamp = line[(end + Answer.Length)..];
        }

        var separator = stamp.IndexOf(Separator);
        if (separator < 0 || !TryReadSeconds(stamp[..separator], out microseconds))
            return false;
        frameStart = line.Length - stamp.Length + separator + Separator.Length;
        return true;
    }

    private static string? FindSymbol(ReadOnlySpan<byte> address)
    {
        var start = address.IndexOf(SymbolParameter);
        if (start < 0)
            return null;
        var rest = address[(start + SymbolParameter.Length)..];
        var end = rest.IndexOf((byte)'&');
        return Text(end < 0 ? rest : rest[..end]);
    }
}

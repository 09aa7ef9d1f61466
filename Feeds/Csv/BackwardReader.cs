namespace TradeBooks.Feeds.Csv;

/// <summary>
/// Cuts a file from its end to its first row, and turns the lines of each piece round, so that they can be parsed
/// like those of a file whose oldest row comes first.
/// </summary>
/// <param name="file">Name of the file, for messages.</param>
/// <param name="stream">Its text, which can seek; closed together with this reader.</param>
/// <param name="start">Where the first row starts.</param>
/// <param name="end">Where the text to read ends.</param>
/// <param name="lastLine">Number of the line that ends there.</param>
/// <param name="chunkLength">Usual bytes of a piece.</param>
internal sealed class BackwardReader(string file, Stream stream, long start, long end, long lastLine, int chunkLength)
    : ChunkReader
{
    private byte[] _buffer = [];
    private long _end = end;
    private long _line = lastLine;

    public override bool TryRead(CsvChunk chunk)
    {
        if (_end <= start)
            return false;
        var text = ReadLines();
        chunk.EnsureText(text.Length + 1);
        chunk.FirstLine = _line;
        chunk.LineStep = -1;
        chunk.Edge = _end;
        _end -= text.Length;
        while (!text.IsEmpty)
        {
            var last = text[..^1].LastIndexOf((byte)'\n') + 1;
            text[last..].CopyTo(chunk.Text.AsSpan(chunk.End));
            chunk.End += text.Length - last;
            if (chunk.Text[chunk.End - 1] != '\n')
            {
                // Only the last line of the file can lack its end: the piece is as if it had one.
                chunk.Text[chunk.End++] = (byte)'\n';
                chunk.Edge++;
            }

            text = text[..last];
            _line--;
        }

        return true;
    }

    protected override void Dispose(bool disposing) => stream.Dispose();

    private ReadOnlySpan<byte> ReadLines()
    {
        var length = (int)Math.Min(chunkLength, _end - start);
        while (true)
        {
            if (_buffer.Length < length)
                _buffer = GC.AllocateUninitializedArray<byte>(length);
            var text = _buffer.AsSpan(0, length);
            try
            {
                stream.Position = _end - length;
                stream.ReadExactly(text);
            }
            catch (IOException e)
            {
                throw new FeedException(file, e.Message, e);
            }

            if (length == _end - start)
                return text;
            // The first line of the piece may have begun before it.
            var cut = text.IndexOf((byte)'\n') + 1;
            if (cut > 0 && cut < length)
                return text[cut..];
            if (length > LongestLine)
                throw LineTooLong(file, _line);
            length = (int)Math.Min(length * 2L, _end - start);
        }
    }
}

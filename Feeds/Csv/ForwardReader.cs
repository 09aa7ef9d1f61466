namespace TradeBooks.Feeds.Csv;

/// <summary>Cuts a file from its top to its end. Also finds the header and single lines, for all readers.</summary>
internal sealed class ForwardReader : ChunkReader
{
    private const int BlockLength = 64 * 1024;
    private const int HeaderBlockLength = 4 * 1024;

    private readonly string _file;
    private readonly int _chunkLength;
    private readonly Stream _stream;

    // Text that was read but not handed out yet: _offset and _line are the place of its first byte.
    private byte[] _ahead = [];
    private int _start;
    private int _end;
    private long _offset;
    private long _line = 1;
    private bool _isAtEnd;
    private FeedException? _failure;

    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="stream">Its text, unpacked; closed together with this reader.</param>
    /// <param name="chunkLength">Usual bytes of a piece.</param>
    public ForwardReader(string file, Stream stream, int chunkLength)
    {
        _file = file;
        _stream = stream;
        _chunkLength = chunkLength;
    }

    /// <summary>Line that comes next.</summary>
    public long Line => _line;

    /// <summary>Where in the text it starts.</summary>
    public long Offset => _offset;

    /// <summary>Takes the first line that is not blank, without byte order mark and line end.</summary>
    /// <exception cref="FeedException">There is none, or it is too long.</exception>
    public byte[] ReadHeader()
    {
        Peek(3);
        if (Ahead.StartsWith("\uFEFF"u8))
            Take(3);
        while (true)
        {
            var line = PeekLine();
            if (line.Length == 0)
                throw new FeedException(_file, "it is empty");
            var text = line.TrimEnd("\r\n"u8);
            var header = text.Trim(" \t"u8).IsEmpty ? null : text.ToArray();
            Take(line.Length);
            _line++;
            if (header is not null)
                return header;
        }
    }

    /// <summary>What comes next, up to a number of bytes, without taking it.</summary>
    public ReadOnlySpan<byte> Peek(int length)
    {
        while (_end - _start < length && Fill(length))
        {
        }

        return Ahead;
    }

    /// <summary>Passes lines by until <paramref name="line"/> comes next; false where the file ends before it.</summary>
    public bool TrySkipTo(long line)
    {
        while (_line < line)
        {
            if (_start == _end && !Fill(BlockLength))
                return false;
            var ahead = Ahead;
            var found = ahead.Count((byte)'\n');
            if (found < line - _line)
            {
                _line += found;
                Take(ahead.Length);
                continue;
            }

            var taken = 0;
            for (; _line < line; _line++)
                taken += ahead[taken..].IndexOf((byte)'\n') + 1;
            Take(taken);
        }

        return _start < _end || Fill(BlockLength);
    }

    /// <summary>Goes on at a place known from before; false where the file ends before it.</summary>
    public bool TrySeek(long offset, long line)
    {
        if (offset < _offset)
            return false;
        if (_stream.CanSeek && offset > _offset + (_end - _start))
        {
            _stream.Position = offset;
            _start = _end = 0;
            _offset = offset;
        }

        while (_offset < offset)
        {
            if (_start == _end && !Fill(BlockLength))
                return false;
            Take((int)Math.Min(offset - _offset, _end - _start));
        }

        _line = line;
        return _start < _end || Fill(BlockLength);
    }

    /// <summary>Passes the rest by: then <see cref="Line"/> is the file's number of lines + 1.</summary>
    public void SkipToEnd()
    {
        var isLineOpen = false;
        while (_start < _end || Fill(BlockLength))
        {
            isLineOpen = Ahead[^1] != '\n';
            _line += Ahead.Count((byte)'\n');
            Take(_end - _start);
        }

        if (isLineOpen)
            _line++;
    }

    public override bool TryRead(CsvChunk chunk)
    {
        if (_failure is not null)
            throw _failure;
        var wanted = _chunkLength;
        var copied = 0;
        int whole;
        while (true)
        {
            chunk.EnsureText(wanted);
            var more = Math.Min(wanted - chunk.End, Ahead.Length - copied);
            Ahead.Slice(copied, more).CopyTo(chunk.Text.AsSpan(chunk.End));
            chunk.End += more;
            copied += more;
            ReadInto(chunk, wanted);
            whole = chunk.Text.AsSpan(0, chunk.End).LastIndexOf((byte)'\n') + 1;
            if (whole > 0 || chunk.End < wanted)
                break;
            if (chunk.End >= LongestLine)
                throw LineTooLong(_file, _line);
            wanted = chunk.End * 2;
        }

        var isAheadOnly = chunk.End == copied;
        var rest = chunk.Text.AsSpan(whole, chunk.End - whole);
        if (_failure is not null)
        {
            if (whole == 0)
                throw _failure;
        }
        else if (_isAtEnd && copied == Ahead.Length && !rest.IsEmpty)
        {
            chunk.Text[chunk.End++] = (byte)'\n';
            whole = chunk.End;
            rest = [];
        }

        if (isAheadOnly && rest.Length + whole == copied)
            _start += whole;
        else
            Keep(rest);
        chunk.End = whole;
        chunk.FirstLine = _line;
        chunk.LineStep = 1;
        chunk.Edge = _offset;
        _offset += whole;
        _line += chunk.Text.AsSpan(0, whole).Count((byte)'\n');
        return whole > 0;
    }

    protected override void Dispose(bool disposing) => _stream.Dispose();

    private ReadOnlySpan<byte> Ahead => _ahead.AsSpan(_start, _end - _start);

    private void ReadInto(CsvChunk chunk, int wanted)
    {
        while (chunk.End < wanted && !_isAtEnd && _failure is null)
        {
            try
            {
                chunk.End += ReadStream(chunk.Text.AsSpan(chunk.End, wanted - chunk.End));
            }
            catch (FeedException e)
            {
                // The whole lines that came before it are still good.
                _failure = e;
            }
        }
    }

    private int ReadStream(Span<byte> buffer)
    {
        try
        {
            var read = _stream.Read(buffer);
            _isAtEnd = read == 0;
            return read;
        }
        catch (InvalidDataException e)
        {
            throw new FeedException(_file, GzipText.Damaged, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FeedException(_file, e.Message, e);
        }
    }

    private ReadOnlySpan<byte> PeekLine()
    {
        var seen = 0;
        while (true)
        {
            var ahead = Ahead;
            var end = ahead[seen..].IndexOf((byte)'\n');
            if (end >= 0)
                return ahead[..(seen + end + 1)];
            seen = ahead.Length;
            if (seen >= LongestLine)
                throw LineTooLong(_file, _line);
            if (!Fill(seen + HeaderBlockLength))
                return ahead;
        }
    }

    private void Take(int length)
    {
        _start += length;
        _offset += length;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_ahead.Length < rest.Length)
            _ahead = new byte[Math.Max(rest.Length, 1024)];
        rest.CopyTo(_ahead);
        _start = 0;
        _end = rest.Length;
    }

    private bool Fill(int length)
    {
        if (_isAtEnd)
            return false;
        if (_start > 0)
        {
            Ahead.CopyTo(_ahead);
            _end -= _start;
            _start = 0;
        }

        var needed = Math.Max(length, HeaderBlockLength);
        if (_ahead.Length < needed)
            Array.Resize(ref _ahead, needed);
        var read = ReadStream(_ahead.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}

using System.IO.Compression;

namespace TradeBooks.Feeds.Csv;

/// <summary>
/// The unpacked text of a gzip file. The library's own stream takes a file that breaks off for one that ends; here a
/// packed mark is appended to the file's bytes. What is unpacked after that is the mark alone, or the file breaks off.
/// </summary>
internal sealed class GzipText : Stream
{
    /// <summary>What to say of a file that cannot be unpacked to its end.</summary>
    public const string Damaged = "the gzip file breaks off or is damaged";

    private static readonly byte[] Mark = [.. "\0\u0001TradeBooks.end"u8];

    private readonly Stream _packed;
    private readonly MarkedStream _marked;
    private readonly GZipStream _unpacked;
    private bool _isComplete;

    /// <param name="packed">The file; closed together with this stream.</param>
    /// <exception cref="InvalidDataException">It does not start as a gzip file does.</exception>
    public GzipText(Stream packed)
    {
        Span<byte> magic = stackalloc byte[2];
        if (packed.ReadAtLeast(magic, 2, throwOnEndOfStream: false) < 2 || magic[0] != 0x1F || magic[1] != 0x8B)
            throw new InvalidDataException("it is not a gzip file");
        packed.Position = 0;
        _packed = packed;
        _marked = new MarkedStream(packed, Pack(Mark));
        _unpacked = new GZipStream(_marked, CompressionMode.Decompress);
    }

    /// <summary>How far the file has been read.</summary>
    public long PackedPosition => _packed.Position;

    /// <summary>Length of the file.</summary>
    public long PackedLength => _packed.Length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">The file breaks off or is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_isComplete || buffer.IsEmpty)
            return 0;

        // The packed bytes are asked for more only when all that they say so far has been handed out.
        var read = _unpacked.Read(buffer);
        if (!_marked.IsMarked && read > 0)
            return read;
        RequireMark(buffer[..read]);
        _isComplete = true;
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _unpacked.Dispose();
        base.Dispose(disposing);
    }

    private void RequireMark(ReadOnlySpan<byte> start)
    {
        Span<byte> text = stackalloc byte[Mark.Length + 1];
        var length = Math.Min(start.Length, text.Length);
        start[..length].CopyTo(text);
        while (length < text.Length && _unpacked.Read(text[length..]) is > 0 and var read)
            length += read;
        if (!text[..length].SequenceEqual(Mark))
            throw new InvalidDataException(Damaged);
    }

    private static byte[] Pack(byte[] text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(text);
        return packed.ToArray();
    }

    /// <summary>A stream with some bytes after its end.</summary>
    private sealed class MarkedStream(Stream inner, byte[] mark) : Stream
    {
        /// <summary>Whether the mark was handed out.</summary>
        public bool IsMarked { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            if (read > 0 || IsMarked || buffer.Length < mark.Length)
                return read;
            IsMarked = true;
            mark.CopyTo(buffer);
            return mark.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

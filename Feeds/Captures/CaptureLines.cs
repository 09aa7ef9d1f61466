using System.IO.Compression;

namespace TradeBooks.Feeds.Captures;

/// <summary>The lines of a text file, plain or gzip, as bytes.</summary>
internal sealed class CaptureLines : IDisposable
{
    // A snapshot of 5,000 levels of each side has some 300 KB.
    private const int LongestLine = 64 * 1024 * 1024;

    private readonly string _file;
    private readonly Stream _stream;
    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <exception cref="FeedException">The file can't be opened.</exception>
    public CaptureLines(string file)
    {
        _file = file;
        try
        {
            var stream = File.OpenRead(file);
            var isGzip = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
            stream.Position = 0;
            _stream = isGzip ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FeedException(file, $"can't be opened: {e.Message}", e);
        }
    }

    /// <summary>Number of the line that was read last, from 1 on.</summary>
    public long Number { get; private set; }

    /// <summary>Reads the next line, without its end.</summary>
    /// <param name="line">The line; good until the next call.</param>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="FeedException">The file can't be read, or the line is far too long.</exception>
    public bool Next(out ReadOnlyMemory<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += searched;
                line = _buffer.AsMemory(_start, length > 0 && _buffer[_start + length - 1] == '\r' ? length - 1 : length);
                _start += length + 1;
                Number++;
                return true;
            }

            searched = _end - _start;
            if (!_isAtEnd)
            {
                Fill();
                continue;
            }

            line = _buffer.AsMemory(_start, searched);
            _start = _end;
            if (searched > 0)
                Number++;
            return searched > 0;
        }
    }

    public void Dispose() => _stream.Dispose();

    private void Fill()
    {
        if (_end == _buffer.Length)
        {
            var length = _end - _start;
            if (length > LongestLine)
                throw new FeedException(_file, FormattableString.Invariant($"line {Number + 1}: is longer than {LongestLine} bytes"));
            var target = length > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
            Buffer.BlockCopy(_buffer, _start, target, 0, length);
            (_buffer, _start, _end) = (target, 0, length);
        }

        try
        {
            var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _isAtEnd = read == 0;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new FeedException(_file, FormattableString.Invariant($"line {Number + 1}: can't be read: {e.Message}"), e);
        }
    }
}

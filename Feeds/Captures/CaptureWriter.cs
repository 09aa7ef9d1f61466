using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using TradeBooks.Feeds.Exchanges.Connecting;

namespace TradeBooks.Feeds.Captures;

/// <summary>
/// Writes the frames of a connector as <see cref="CaptureFormat.HftBacktest"/>, gzip. A line break within a frame, which is
/// space in JSON, becomes a space. An answer over REST that names no symbol gets one as its first member, <c>"s"</c>, so
/// that a file may hold many symbols. Any thread may call, one at a time goes on.
/// </summary>
public sealed class CaptureWriter : IFrameRecorder, IDisposable
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly FileStream _file;
    private readonly GZipStream _stream;
    private readonly byte[] _number = new byte[20];
    private byte[] _line = new byte[1 << 16];
    private long _flushedAt;
    private bool _isDisposed;

    /// <param name="path">File to make; one that is there is replaced.</param>
    /// <param name="clock">Wall time.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public CaptureWriter(string path, TimeProvider clock)
    {
        _clock = clock;
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        _stream = new GZipStream(_file, CompressionLevel.Fastest);
        _flushedAt = clock.GetTimestamp();
    }

    /// <summary>Lines written.</summary>
    public long Lines { get; private set; }

    /// <summary>Bytes of the frames, before they are compressed.</summary>
    public long Bytes { get; private set; }

    public void Record(ReadOnlySpan<byte> frame, long nanoseconds, string? symbol)
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            Utf8Formatter.TryFormat(nanoseconds, _number, out var digits);
            _stream.Write(_number.AsSpan(0, digits));
            _stream.Write(" "u8);
            if (_line.Length < frame.Length)
                _line = new byte[frame.Length * 2];
            var line = _line.AsSpan(0, frame.Length);
            frame.CopyTo(line);
            line.Replace((byte)'\n', (byte)' ');
            line.Replace((byte)'\r', (byte)' ');
            if (symbol is not null && line.Length > 1 && line[0] == '{')
            {
                _stream.Write(Encoding.UTF8.GetBytes($"{{\"s\":\"{symbol}\","));
                line = line[1..];
            }

            _stream.Write(line);
            _stream.Write("\n"u8);
            Lines++;
            Bytes += frame.Length;

            // What a killed process leaves can be read up to here.
            if (_clock.GetElapsedTime(_flushedAt) < FlushInterval)
                return;
            _flushedAt = _clock.GetTimestamp();
            _stream.Flush();
            _file.Flush();
        }
    }

    /// <summary>Ends the file.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _stream.Dispose();
            _file.Dispose();
        }
    }
}

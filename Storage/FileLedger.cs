using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Storage;

/// <summary>The trade log as a file: append-only, in slot order.</summary>
public sealed class FileLedger : ILedger, IDisposable
{
    private readonly FileStream _file;
    private readonly TradeLogRow _row = new();
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _buffered;

    private FileLedger(FileStream file) => _file = file;

    /// <summary>Bytes of the log, those in memory included.</summary>
    public long Length => _file.Position + _buffered;

    /// <summary>A new log with its header; an existing file is overwritten.</summary>
    /// <exception cref="StorageException">The file can't be written.</exception>
    public static FileLedger Create(string path)
    {
        var ledger = new FileLedger(Open(path, FileMode.Create));
        TradeLogRow.Header.CopyTo(ledger._buffer);
        ledger._buffered = TradeLogRow.Header.Length;
        return ledger;
    }

    /// <summary>Goes on with a log as it was at a saved moment; rows after that are cut off, they come again.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">Its length in bytes at that moment.</param>
    /// <exception cref="StorageException">The file is shorter than that, or can't be written.</exception>
    public static FileLedger Continue(string path, long length)
    {
        var file = Open(path, FileMode.Open);
        if (file.Length < length)
        {
            var actual = file.Length;
            file.Dispose();
            throw new StorageException(
                $"{path} has {actual} bytes, the saved state knows of {length}: it was changed since; start without --resume");
        }

        file.SetLength(length);
        file.Seek(0, SeekOrigin.End);
        return new FileLedger(file);
    }

    public void Append(in FillRecord record)
    {
        if (_buffer.Length - _buffered < TradeLogRow.MaxLength)
            WriteBuffer();
        _buffered += _row.Write(_buffer.AsSpan(_buffered), record);
    }

    /// <summary>Hands what is in memory to the operating system: it survives the death of the process.</summary>
    /// <param name="toDisk">Whether to wait until it would survive a power failure too.</param>
    public void Flush(bool toDisk)
    {
        WriteBuffer();
        if (toDisk)
            _file.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        if (_file.CanWrite)
            WriteBuffer();
        _file.Dispose();
    }

    private static FileStream Open(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{path} can't be written: {e.Message}", e);
        }
    }

    private void WriteBuffer()
    {
        _file.Write(_buffer, 0, _buffered);
        _buffered = 0;
    }
}

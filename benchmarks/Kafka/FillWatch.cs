using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary>Looks at a trade log several thousand times a second, and notes when each row can be read.</summary>
/// <param name="path">The log, which may not be there yet.</param>
internal sealed class FillWatch(string path)
{
    private const uint BetweenLooks = 200;
    private const int StampLength = 24;
    private readonly List<(int Slot, long Seen)> _rows = [];
    private readonly byte[] _buffer = new byte[1 << 16];
    private volatile bool _isOver;

    /// <summary>The slot of every fill, and the time stamp at which its row was there.</summary>
    public IReadOnlyList<(int Slot, long Seen)> Rows => _rows;

    /// <summary>Watches until <see cref="Stop"/>, for a thread of its own.</summary>
    public void Run()
    {
        while (!File.Exists(path) && !_isOver)
            Thread.Sleep(10);
        if (_isOver)
            return;
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var read = ReadTo(file, 0, isHeader: true);
        while (!_isOver)
        {
            read = ReadTo(file, read, isHeader: read == 0);
            Nap.For(BetweenLooks);
        }
    }

    public void Stop() => _isOver = true;

    private long ReadTo(SafeFileHandle file, long read, bool isHeader)
    {
        if (RandomAccess.GetLength(file) <= read)
            return read;
        var seen = Stopwatch.GetTimestamp();
        var text = _buffer.AsSpan(0, RandomAccess.Read(file, _buffer, read));

        // A row that is not whole yet is read again.
        for (int end; (end = text.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..], read += end + 1)
        {
            if (!isHeader)
                _rows.Add((SlotOf(text), seen));
            isHeader = false;
        }

        return read;
    }

    private static int SlotOf(ReadOnlySpan<byte> row) => WaveBars.SlotOf(DateTime.ParseExact(
        Encoding.ASCII.GetString(row[..StampLength]), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));
}

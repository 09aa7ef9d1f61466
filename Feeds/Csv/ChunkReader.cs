namespace TradeBooks.Feeds.Csv;

/// <summary>Cuts the text of one file into pieces of whole lines, in the order in which they are served.</summary>
internal abstract class ChunkReader : IDisposable
{
    /// <summary>A longer line is no row of bars, and memory is bounded.</summary>
    public const int LongestLine = 1024 * 1024;

    /// <summary>Fills the text of a cleared piece, or returns false where there is no more.</summary>
    /// <exception cref="FeedException">The file cannot be read on.</exception>
    public abstract bool TryRead(CsvChunk chunk);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    protected static FeedException LineTooLong(string file, long line) => new(
        file, FormattableString.Invariant($"line {line} is longer than {LongestLine} bytes"));
}

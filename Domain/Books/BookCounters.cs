namespace TradeBooks.Domain.Books;

/// <summary>What has become of the depth events of one book since it began.</summary>
/// <param name="Messages">Updates that came in.</param>
/// <param name="Snapshots">Snapshots that came in.</param>
/// <param name="Applied">Updates that were applied.</param>
/// <param name="Dropped">Updates that were left out: stale, or nothing to apply them to.</param>
/// <param name="Resyncs">How often a new snapshot was called for, the first not counted.</param>
/// <param name="ChecksumFailures">How often the exchange's checksum was not the book's, or missing.</param>
/// <param name="Held">Updates that wait for a snapshot now.</param>
public readonly record struct BookCounters(
    long Messages, long Snapshots, long Applied, long Dropped, long Resyncs, long ChecksumFailures, int Held)
{
    /// <summary>Of two books of one symbol together, one after the other.</summary>
    public static BookCounters operator +(BookCounters one, BookCounters other) => new(
        one.Messages + other.Messages, one.Snapshots + other.Snapshots, one.Applied + other.Applied, one.Dropped + other.Dropped,
        one.Resyncs + other.Resyncs, one.ChecksumFailures + other.ChecksumFailures, one.Held + other.Held);
}

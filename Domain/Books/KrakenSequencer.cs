using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Books;

/// <summary>
/// Kraken, channel <c>book</c>: snapshot and updates come by the same channel, without ids but with a checksum. Rules:
/// <list type="number">
/// <item>The snapshot is the book; it is in sync at once.</item>
/// <item>Updates before a snapshot are dropped.</item>
/// <item>Of each side only as many levels are kept as were subscribed; the exchange does not remove those beyond.</item>
/// <item>After each update the checksum of the best ten asks and bids must be the exchange's; an update without one proves nothing.</item>
/// <item>No book is crossed after an event.</item>
/// <item>What a lost frame changed below the best ten may stay unseen for long, so a lost frame alone calls for a snapshot.</item>
/// </list>
/// </summary>
/// <param name="depth">Levels of a side that were subscribed: 10, 25, 100, 500 or 1,000 with Kraken.</param>
public sealed class KrakenSequencer(int depth = KrakenSequencer.DefaultDepth) : DepthSequencer
{
    /// <summary>The most that Kraken offers.</summary>
    public const int DefaultDepth = 1000;

    /// <inheritdoc/>
    public override DepthVerdict Next(in DepthHeader header)
    {
        if (header.IsSnapshot)
        {
            BeInSync(); // 1
            return DepthVerdict.Accept;
        }

        return IsInSync ? DepthVerdict.Accept : DepthVerdict.Drop(Reason); // 2
    }

    /// <inheritdoc/>
    public override DepthVerdict Verify(OrderBook book, in DepthHeader header)
    {
        book.Truncate(BookSide.Bid, depth); // 3
        book.Truncate(BookSide.Ask, depth); // 3
        if (!header.IsSnapshot && header.Checksum is null)
            return Lose(DepthReason.NoChecksum); // 4
        if (header.Checksum is { } checksum && checksum != KrakenChecksum.Compute(book))
            return Lose(DepthReason.WrongChecksum); // 4
        return base.Verify(book, header); // 5
    }

    /// <inheritdoc/>
    public override DepthVerdict LoseFrame() => IsInSync ? Lose(DepthReason.FrameLost) : DepthVerdict.Accept; // 6
}

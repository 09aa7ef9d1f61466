using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Books;

/// <summary>
/// Coinbase, channel <c>level2</c>: snapshot and updates come by the same channel, with neither ids nor a checksum. An
/// update that the exchange sent and nobody received cannot be seen for itself, only by what it leads to. Rules:
/// <list type="number">
/// <item>The snapshot is the book; it is in sync at once.</item>
/// <item>Updates before a snapshot are dropped.</item>
/// <item>No book is crossed after an event.</item>
/// <item>No update removes a level that the book does not have.</item>
/// <item>A lost frame calls for a snapshot.</item>
/// </list>
/// </summary>
public sealed class CoinbaseSequencer : DepthSequencer
{
    private long _absentRemovals;

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
        var isAbsent = book.AbsentRemovals != _absentRemovals;
        _absentRemovals = book.AbsentRemovals;
        if (!header.IsSnapshot && isAbsent)
            return Lose(DepthReason.AbsentLevel); // 4
        return base.Verify(book, header); // 3
    }

    /// <inheritdoc/>
    public override DepthVerdict LoseFrame() => IsInSync ? Lose(DepthReason.FrameLost) : DepthVerdict.Accept; // 5

    /// <inheritdoc/>
    public override void Persist(StateArchive archive)
    {
        base.Persist(archive);
        archive.Item("absentRemovals", ref _absentRemovals);
    }
}

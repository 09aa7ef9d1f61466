using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Books;

/// <summary>
/// Guards one book by an exchange's rules: says of each depth event whether it is the next one, and after it was
/// applied whether the book can still be the exchange's. Pure; the caller applies, keeps and asks for snapshots.
/// </summary>
public abstract class DepthSequencer : IPersistent
{
    /// <summary>Whether the book that has taken every accepted event is known to be the exchange's.</summary>
    public bool IsInSync { get; private protected set; }

    /// <summary>Why it is not; <see cref="DepthReason.None"/> where it is.</summary>
    public DepthReason Reason { get; private protected set; } = DepthReason.NoSnapshot;

    /// <summary>Exchange's id of the last change in the book; 0 where it has no such ids or there is no snapshot.</summary>
    public long LastUpdateId { get; private protected set; }

    /// <summary>Judges an event before it is applied. After <see cref="DepthOutcome.Accept"/> it must be applied.</summary>
    public abstract DepthVerdict Next(in DepthHeader header);

    /// <summary>Judges the book after an accepted event was applied to it.</summary>
    /// <param name="book">The book, open or closed.</param>
    /// <param name="header">The event.</param>
    /// <returns><see cref="DepthOutcome.Accept"/> or <see cref="DepthOutcome.Resynchronise"/>.</returns>
    public virtual DepthVerdict Verify(OrderBook book, in DepthHeader header) =>
        book.TicksCross() ? Lose(DepthReason.Crossed) : DepthVerdict.Accept;

    /// <summary>Something that this connection should have carried is lost: what follows from that.</summary>
    /// <returns><see cref="DepthOutcome.Accept"/> where the ids will tell, else <see cref="DepthOutcome.Resynchronise"/>.</returns>
    public abstract DepthVerdict LoseFrame();

    /// <summary>Forgets everything but why: only a snapshot helps.</summary>
    public virtual DepthVerdict Lose(DepthReason reason)
    {
        IsInSync = false;
        Reason = reason;
        LastUpdateId = 0;
        return DepthVerdict.Resynchronise(reason);
    }

    /// <inheritdoc/>
    public virtual void Persist(StateArchive archive)
    {
        var (isInSync, reason, last) = (IsInSync, Reason, LastUpdateId);
        archive.Item("isInSync", ref isInSync);
        archive.Item("reason", ref reason);
        archive.Item("lastUpdateId", ref last);
        if (isInSync != (reason == DepthReason.None))
            throw new StateException($"saved state: 'reason' is '{reason}', but 'isInSync' is {isInSync}");
        (IsInSync, Reason, LastUpdateId) = (isInSync, reason, last);
    }

    private protected void BeInSync()
    {
        IsInSync = true;
        Reason = DepthReason.None;
    }
}

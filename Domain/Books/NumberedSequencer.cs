using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Books;

/// <summary>
/// What the rules of exchanges have in common that number their updates and give the snapshot by another way: updates
/// wait for the snapshot, and the book is in sync from the first update that follows on it.
/// </summary>
public abstract class NumberedSequencer : DepthSequencer
{
    private bool _hasSnapshot;

    /// <inheritdoc/>
    public sealed override DepthVerdict Next(in DepthHeader header)
    {
        if (header.IsSnapshot)
            return TakeSnapshot(header.LastUpdateId);
        if (header.FirstUpdateId > header.LastUpdateId || header.FirstUpdateId <= 0)
            return Lose(DepthReason.BadIds);
        if (!_hasSnapshot)
            return DepthVerdict.Hold(Reason);
        var verdict = IsInSync ? NextInSync(header) : FirstAfterSnapshot(header);
        if (verdict.Outcome == DepthOutcome.Accept)
        {
            LastUpdateId = header.LastUpdateId;
            BeInSync();
        }

        return verdict;
    }

    /// <inheritdoc/>
    public sealed override DepthVerdict LoseFrame() => DepthVerdict.Accept;

    /// <inheritdoc/>
    public sealed override DepthVerdict Lose(DepthReason reason)
    {
        _hasSnapshot = false;
        return base.Lose(reason);
    }

    /// <inheritdoc/>
    public sealed override void Persist(StateArchive archive)
    {
        base.Persist(archive);
        archive.Item("hasSnapshot", ref _hasSnapshot);
        if (_hasSnapshot != (IsInSync || Reason == DepthReason.NoUpdateSinceSnapshot))
            throw new StateException($"saved state: 'hasSnapshot' is {_hasSnapshot}, but 'reason' is '{Reason}'");
    }

    /// <summary>Judges an update while only the snapshot is in the book.</summary>
    private protected abstract DepthVerdict FirstAfterSnapshot(in DepthHeader header);

    /// <summary>Judges an update that comes after another.</summary>
    private protected abstract DepthVerdict NextInSync(in DepthHeader header);

    private DepthVerdict TakeSnapshot(long id)
    {
        // Not newer than the book: nobody needs it. Newer: whoever sent it had lost updates, which then will not come.
        if (_hasSnapshot && id <= LastUpdateId)
            return DepthVerdict.Drop(DepthReason.Stale);
        _hasSnapshot = true;
        IsInSync = false;
        Reason = DepthReason.NoUpdateSinceSnapshot;
        LastUpdateId = id;
        return DepthVerdict.Accept;
    }
}

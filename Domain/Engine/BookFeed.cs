using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// Applies each event of depth to the book once: in phase 1 of its slot, before orders are matched, and remembers until
/// phase 2 what became of it; or in phase 2, where the host left out phase 1.
/// </summary>
/// <param name="book">The book, changed by nobody else.</param>
internal sealed class BookFeed(SyncedBook book)
{
    private readonly Queue<bool> _applied = [];

    /// <summary>Phase 1.</summary>
    /// <returns>Whether it was one of depth that was applied, and the book is in sync.</returns>
    public bool Apply(in MarketEvent e)
    {
        if (e.Kind is not (EventKind.DepthSnapshot or EventKind.DepthUpdate))
            return false;
        var isApplied = ApplyNow(e.Depth);
        _applied.Enqueue(isApplied);
        return isApplied;
    }

    /// <summary>Phase 2, of the same events in the same order.</summary>
    /// <returns>Whether it was applied, and the book was in sync then.</returns>
    public bool TakeApplied(in MarketEvent e) => _applied.TryDequeue(out var isApplied) ? isApplied : ApplyNow(e.Depth);

    private bool ApplyNow(DepthEvent depth) => book.Apply(depth).Outcome == DepthOutcome.Accept && book.IsInSync;
}

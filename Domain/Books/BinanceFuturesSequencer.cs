using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Books;

/// <summary>
/// Binance futures, USD-M and COIN-M, diff depth stream (<c>U</c> first id, <c>u</c> last id, <c>pu</c> the u before
/// it) and a snapshot over REST (<c>L</c>). Ids are the market's, not the symbol's, so they do not follow on each other. Rules:
/// <list type="number">
/// <item>Updates are kept until the snapshot is there.</item>
/// <item>The snapshot is the book at its id L.</item>
/// <item>Updates with u &lt; L are dropped.</item>
/// <item>The first that is applied has U ≤ L ≤ u; if it begins later, the snapshot is too old and another is needed.</item>
/// <item>From then on pu is the u before it; anything else is a gap.</item>
/// <item>An update that the book has already, u ≤ the u before it, is dropped.</item>
/// <item>An update with U &gt; u is none; what it should have said is lost.</item>
/// </list>
/// </summary>
public sealed class BinanceFuturesSequencer : NumberedSequencer
{
    // Rules 1, 2 and 7 are in NumberedSequencer.Next: they are those of spot too.
    private protected override DepthVerdict FirstAfterSnapshot(in DepthHeader header)
    {
        if (header.LastUpdateId < LastUpdateId)
            return DepthVerdict.Drop(DepthReason.Stale); // 3
        return header.FirstUpdateId <= LastUpdateId
            ? DepthVerdict.Accept // 4
            : Lose(DepthReason.SnapshotTooOld); // 4
    }

    private protected override DepthVerdict NextInSync(in DepthHeader header)
    {
        if (header.LastUpdateId <= LastUpdateId)
            return DepthVerdict.Drop(DepthReason.Stale); // 6
        return header.PreviousUpdateId == LastUpdateId
            ? DepthVerdict.Accept // 5
            : Lose(DepthReason.Gap); // 5
    }
}

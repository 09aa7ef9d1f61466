namespace TradeBooks.Domain.Books;

/// <summary>The words for reasons.</summary>
public static class DepthReasons
{
    /// <summary>The reason in a few words.</summary>
    public static string ToText(this DepthReason reason) => reason switch
    {
        DepthReason.None => "none",
        DepthReason.NoSnapshot => "there is no snapshot",
        DepthReason.NoUpdateSinceSnapshot => "no update has followed on the snapshot",
        DepthReason.Stale => "the book has it already",
        DepthReason.SnapshotTooOld => "updates are missing between the snapshot and the first update",
        DepthReason.Gap => "updates are missing",
        DepthReason.BadIds => "the update's ids contradict each other",
        DepthReason.WrongChecksum => "the checksum is wrong",
        DepthReason.NoChecksum => "the checksum is missing",
        DepthReason.Crossed => "the best bid is at or above the best ask",
        DepthReason.AbsentLevel => "a level was removed that is not there",
        DepthReason.BadPrice => "a price is 0 or finer than the book can count",
        DepthReason.FrameLost => "a frame was lost",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}

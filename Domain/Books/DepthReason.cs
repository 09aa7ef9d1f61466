namespace TradeBooks.Domain.Books;

/// <summary>Why a depth event was not applied, or why a book is not in sync.</summary>
public enum DepthReason : byte
{
    None = 0,

    /// <summary>There was no snapshot yet.</summary>
    NoSnapshot = 1,

    /// <summary>There is a snapshot, but no update yet that follows on it.</summary>
    NoUpdateSinceSnapshot = 2,

    /// <summary>The book has all of it already.</summary>
    Stale = 3,

    /// <summary>The first update after the snapshot begins behind it: updates between them are missing.</summary>
    SnapshotTooOld = 4,

    /// <summary>The update does not follow on the one before it.</summary>
    Gap = 5,

    /// <summary>The update's ids contradict each other.</summary>
    BadIds = 6,

    /// <summary>The exchange's checksum is not that of the book.</summary>
    WrongChecksum = 7,

    /// <summary>The exchange always sends a checksum, but this update has none.</summary>
    NoChecksum = 8,

    /// <summary>The best bid is at or above the best ask.</summary>
    Crossed = 9,

    /// <summary>A level was removed that the book does not have.</summary>
    AbsentLevel = 10,

    /// <summary>A price is 0, or finer than the book can count.</summary>
    BadPrice = 11,

    /// <summary>A frame could not be read or the connection was lost, and the exchange does not number its updates.</summary>
    FrameLost = 12,
}

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

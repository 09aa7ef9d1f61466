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

namespace TradeBooks.Grains;

/// <summary>What a record turned out to be.</summary>
public enum RecordOutcome : byte
{
    /// <summary>An event, after all before it.</summary>
    Event = 0,

    /// <summary>The end of the symbol's data.</summary>
    EndOfData = 1,

    /// <summary>A bar that is not after the last one and has the same values; not to be applied.</summary>
    Duplicate = 2,

    /// <summary>A bar that is not after the last one and has other values; not to be applied.</summary>
    Revision = 3,

    /// <summary>Not readable: to be put aside as a dead letter.</summary>
    Bad = 4,

    /// <summary>A depth event that is not readable: put aside as a dead letter, and the book is told that it is lost.</summary>
    BadDepth = 5,
}

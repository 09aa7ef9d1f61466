namespace TradeBooks.Feeds.Kafka;

/// <summary>What a record of a symbol's topic turned out to be.</summary>
public enum BarRecordKind : byte
{
    /// <summary>A bar after all before it.</summary>
    Bar,

    /// <summary>The end of the symbol's data.</summary>
    EndOfData,

    /// <summary>A bar that is not after the last one: the same as the one of its time, or too old to tell.</summary>
    Duplicate,

    /// <summary>A bar that is not after the last one, and other than the one of its time.</summary>
    Revision,

    /// <summary>Not readable.</summary>
    Bad,
}

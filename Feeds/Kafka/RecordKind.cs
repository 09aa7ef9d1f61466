namespace TradeBooks.Feeds.Kafka;

/// <summary>What a record turned out to be.</summary>
internal enum RecordKind : byte
{
    /// <summary>Of a symbol that was not asked for.</summary>
    Unwanted,

    /// <summary>A bar.</summary>
    Bar,

    /// <summary>The end of its symbol's data.</summary>
    EndOfData,

    /// <summary>It cannot be processed.</summary>
    Bad,
}

namespace TradeBooks.Feeds.Kafka;

/// <summary>What becomes of a bar that was read.</summary>
internal enum BarOutcome : byte
{
    /// <summary>It is the symbol's next event.</summary>
    Accepted,

    /// <summary>Processed before this start of the process.</summary>
    Reread,

    /// <summary>Not after the symbol's last bar; the same as the one of its time, or too old to tell.</summary>
    Duplicate,

    /// <summary>Not after the symbol's last bar, and other than the one of its time.</summary>
    Revision,

    /// <summary>After the symbol's end of data, and of a time that was traded without it.</summary>
    TooLate,
}

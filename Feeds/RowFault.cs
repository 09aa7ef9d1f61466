namespace TradeBooks.Feeds;

/// <summary>In which way a row is bad.</summary>
public enum RowFault
{
    /// <summary>It is no bar, whatever stands around it.</summary>
    Invalid,

    /// <summary>It has the time of the last good bar.</summary>
    Duplicate,

    /// <summary>Its time is before that of the last good bar.</summary>
    OutOfOrder,
}

namespace TradeBooks.Feeds.Exchanges;

/// <summary>What a frame without market data is.</summary>
public enum FrameNotice
{
    /// <summary>Market data of a kind that is not used, or news about the connection that need no action.</summary>
    Other = 0,

    /// <summary>The exchange lives.</summary>
    Heartbeat = 1,

    /// <summary>The exchange has done what it was asked for, such as a subscription.</summary>
    Confirmed = 2,

    /// <summary>The exchange refuses what it was asked for, or reports an error.</summary>
    Refused = 3,
}

namespace TradeBooks.Domain.Orders;

public enum TimeInForce : byte
{
    GoodTillCancel = 0,

    /// <summary>Cancelled by the first event of a later session day.</summary>
    Day = 1,

    /// <summary>What its first event does not fill is cancelled. For market and limit orders.</summary>
    ImmediateOrCancel = 2,

    /// <summary>Its first event fills all of it, or it is cancelled. For market and limit orders.</summary>
    FillOrKill = 3,
}

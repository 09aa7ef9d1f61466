namespace TradeBooks.Domain.Orders;

public enum TimeInForce : byte
{
    GoodTillCancel = 0,

    /// <summary>Cancelled by the first event of a later session day.</summary>
    Day = 1,
}

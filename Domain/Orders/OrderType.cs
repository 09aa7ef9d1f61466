namespace TradeBooks.Domain.Orders;

public enum OrderType : byte
{
    Market = 0,

    /// <summary>Fills at its limit price or better.</summary>
    Limit = 1,

    /// <summary>Becomes a market order when the price reaches its stop price.</summary>
    Stop = 2,

    /// <summary>Becomes a limit order when the price reaches its stop price.</summary>
    StopLimit = 3,
}

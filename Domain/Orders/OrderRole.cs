namespace TradeBooks.Domain.Orders;

/// <summary>What an order is for.</summary>
public enum OrderRole : byte
{
    /// <summary>Opens or adds to a position; sized and risk-checked.</summary>
    Entry = 0,

    /// <summary>Closes the position, whatever its size is when the order fills.</summary>
    Close = 1,

    /// <summary>The take-profit leg of a bracket.</summary>
    TakeProfit = 2,

    /// <summary>The stop-loss leg of a bracket.</summary>
    StopLoss = 3,
}

namespace TradeBooks.Domain.Orders;

/// <summary>When a market order fills.</summary>
public enum MarketFill
{
    /// <summary>At the open of the symbol's next bar (or its next trade or quote).</summary>
    NextOpen = 0,

    /// <summary>At the close of the bar that caused it: optimistic, since that price is known only when it is gone.</summary>
    Close = 1,
}

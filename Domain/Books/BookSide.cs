namespace TradeBooks.Domain.Books;

/// <summary>A side of an order book.</summary>
public enum BookSide : byte
{
    /// <summary>What others would buy: the best is the highest price.</summary>
    Bid = 0,

    /// <summary>What others would sell: the best is the lowest price.</summary>
    Ask = 1,
}

namespace TradeBooks.Feeds.Exchanges.Binance;

/// <summary>Members of a frame that mean something, by what they mean.</summary>
[Flags]
internal enum BinanceMember
{
    None = 0,
    Kind = 1 << 0,
    Time = 1 << 1,
    Symbol = 1 << 2,
    FirstId = 1 << 3,
    LastId = 1 << 4,
    PreviousId = 1 << 5,
    Bids = 1 << 6,
    Asks = 1 << 7,
    BidPrice = 1 << 8,
    AskPrice = 1 << 9,
    BidQuantity = 1 << 10,
    AskQuantity = 1 << 11,
    TradeTime = 1 << 12,
    Id = 1 << 13,
    Price = 1 << 14,
    Quantity = 1 << 15,
    IsBuyerMaker = 1 << 16,
    Cause = 1 << 17,
    SnapshotId = 1 << 18,
    Result = 1 << 19,
    Error = 1 << 20,
    AggregateId = 1 << 21,
}

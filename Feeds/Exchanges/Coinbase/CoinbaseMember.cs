namespace TradeBooks.Feeds.Exchanges.Coinbase;

/// <summary>Members of a frame that mean something, by what they mean.</summary>
[Flags]
internal enum CoinbaseMember
{
    None = 0,
    Type = 1 << 0,
    Symbol = 1 << 1,
    Changes = 1 << 2,
    Bids = 1 << 3,
    Asks = 1 << 4,
    Time = 1 << 5,
    TradeId = 1 << 6,
    Price = 1 << 7,
    Quantity = 1 << 8,
    Side = 1 << 9,
}

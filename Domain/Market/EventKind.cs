namespace TradeBooks.Domain.Market;

/// <summary>What a <see cref="MarketEvent"/> carries.</summary>
public enum EventKind
{
    None = 0,
    Bar = 1,
    Trade = 2,
    Quote = 3,
    DepthSnapshot = 4,
    DepthUpdate = 5,
    News = 6,

    /// <summary>A depth event of the symbol is lost, such as a record that can't be read.</summary>
    DepthLost = 7,
}

namespace TradeBooks.Domain.Market;

/// <summary>Direction of an order, a fill or a trade.</summary>
public enum Side : byte
{
    Buy = 0,
    Sell = 1,
}

public static class SideExtensions
{
    /// <summary>+1 for a buy, −1 for a sell.</summary>
    public static int Sign(this Side side) => side == Side.Buy ? 1 : -1;

    public static Side Opposite(this Side side) => side == Side.Buy ? Side.Sell : Side.Buy;
}

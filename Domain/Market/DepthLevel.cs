namespace TradeBooks.Domain.Market;

/// <summary>
/// One price level of a depth event or a book. Price and quantity keep the exchange's decimals, so that their text is
/// the exchange's own; quantity 0 removes the level. Equal where both texts are.
/// </summary>
public readonly record struct DepthLevel
{
    private readonly long _price;
    private readonly long _quantity;
    private readonly ushort _scales;

    /// <param name="price">Above 0 in every sound event; a book takes no other.</param>
    /// <param name="quantity">0 or more.</param>
    public DepthLevel(Decimal64 price, Decimal64 quantity)
        : this(price.Mantissa, quantity.Mantissa, Pack(price.Scale, quantity.Scale))
    {
    }

    /// <summary>A level from the exchange's texts.</summary>
    /// <exception cref="FormatException">One of them is not what <see cref="DecimalText"/> reads.</exception>
    public DepthLevel(string price, string quantity)
        : this(Parse(price), Parse(quantity))
    {
    }

    /// <param name="price">The price's digits as a number.</param>
    /// <param name="quantity">The quantity's digits as a number.</param>
    /// <param name="scales">The decimals of both, as <see cref="Pack"/> joins them.</param>
    internal DepthLevel(long price, long quantity, ushort scales)
    {
        _price = price;
        _quantity = quantity;
        _scales = scales;
    }

    public Decimal64 Price => new(_price, PriceScale);

    public Decimal64 Quantity => new(_quantity, (byte)(_scales >> 8));

    internal long PriceMantissa => _price;

    internal long QuantityMantissa => _quantity;

    internal byte PriceScale => (byte)_scales;

    internal ushort Scales => _scales;

    /// <summary>From the digits and the number of decimals of both, without a check.</summary>
    public static DepthLevel Of(long price, byte priceScale, long quantity, byte quantityScale) =>
        new(price, quantity, Pack(priceScale, quantityScale));

    public override string ToString() => $"{Quantity} at {Price}";

    internal static ushort Pack(byte priceScale, byte quantityScale) => (ushort)(priceScale | (quantityScale << 8));

    private static Decimal64 Parse(string text) => DecimalText.TryParse(text, out var value)
        ? value
        : throw new FormatException($"'{text}' is not a plain decimal number");
}

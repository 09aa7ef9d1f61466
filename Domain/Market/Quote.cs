namespace TradeBooks.Domain.Market;

/// <summary>Best bid and ask.</summary>
/// <param name="time">When the venue says that it held.</param>
/// <param name="bidPrice">Highest price that somebody would pay.</param>
/// <param name="bidQuantity">Quantity at that price.</param>
/// <param name="askPrice">Lowest price that somebody would take.</param>
/// <param name="askQuantity">Quantity at that price.</param>
public readonly struct Quote(
    EventTime time, Decimal64 bidPrice, Decimal64 bidQuantity, Decimal64 askPrice, Decimal64 askQuantity)
{
    // Mantissas and scales apart take 48 bytes, four Decimal64 would take 72: an event is as large as its largest kind.
    private readonly EventTime _time = time;
    private readonly long _bidPrice = bidPrice.Mantissa;
    private readonly long _bidQuantity = bidQuantity.Mantissa;
    private readonly long _askPrice = askPrice.Mantissa;
    private readonly long _askQuantity = askQuantity.Mantissa;
    private readonly byte _bidPriceScale = bidPrice.Scale;
    private readonly byte _bidQuantityScale = bidQuantity.Scale;
    private readonly byte _askPriceScale = askPrice.Scale;
    private readonly byte _askQuantityScale = askQuantity.Scale;

    /// <summary>When the venue says that it held.</summary>
    public EventTime Time => _time;

    /// <summary>Highest price that somebody would pay.</summary>
    public Decimal64 BidPrice => new(_bidPrice, _bidPriceScale);

    /// <summary>Quantity at the bid.</summary>
    public Decimal64 BidQuantity => new(_bidQuantity, _bidQuantityScale);

    /// <summary>Lowest price that somebody would take.</summary>
    public Decimal64 AskPrice => new(_askPrice, _askPriceScale);

    /// <summary>Quantity at the ask.</summary>
    public Decimal64 AskQuantity => new(_askQuantity, _askQuantityScale);

    /// <summary>(bid + ask) / 2, exact.</summary>
    public decimal Mid => (BidPrice.ToDecimal() + AskPrice.ToDecimal()) / 2m;
}

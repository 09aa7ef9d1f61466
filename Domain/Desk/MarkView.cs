using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Desk;

/// <summary>A symbol's last price.</summary>
public sealed record MarkView(string Symbol, EventTime Time, decimal Price);

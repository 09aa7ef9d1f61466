namespace TradeBooks.Domain.Market;

/// <summary>A headline about a symbol.</summary>
public sealed record NewsItem(EventTime Time, string Headline, string Source);

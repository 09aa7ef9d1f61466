namespace TradeBooks.Storage.Portfolios;

/// <summary>Another writer has taken the portfolio over; this one must stop and load it anew.</summary>
public sealed class PortfolioFencedException(string message) : Exception(message);

namespace TradeBooks.Domain.Desk;

/// <summary>The host of the portfolios can't be reached at this moment; asking again later may help.</summary>
public sealed class DeskUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

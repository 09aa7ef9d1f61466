namespace TradeBooks.Domain.Strategies;

/// <summary>The market data lacks what a strategy needs; the message says what and how to go on.</summary>
public sealed class StrategyDataException(string message) : Exception(message);

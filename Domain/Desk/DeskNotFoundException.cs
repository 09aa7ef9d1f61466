namespace TradeBooks.Domain.Desk;

/// <summary>There is no such portfolio or symbol; the message names it.</summary>
public sealed class DeskNotFoundException(string message) : Exception(message);

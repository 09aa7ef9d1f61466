namespace TradeBooks.Domain.Desk;

/// <summary>What was asked for can't be done in the state that things are in.</summary>
public sealed class DeskConflictException(string message) : Exception(message);

namespace TradeBooks.Domain.State;

/// <summary>A saved state that does not fit what is to be restored; the message names the field.</summary>
public sealed class StateException(string message, Exception? inner = null) : Exception(message, inner);

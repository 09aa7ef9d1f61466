namespace TradeBooks.Domain.Desk;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="After">Number of the last one seen; 0 for the beginning.</param>
/// <param name="Limit">Most entries, 1 or more.</param>
/// <param name="Symbol">Only this symbol's; null for all.</param>
public sealed record DeskPageRequest(long After, int Limit, string? Symbol = null);

namespace TradeBooks.Domain.Desk;

/// <summary>A part of a list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="Next">What to give as <see cref="DeskPageRequest.After"/> for the next part; null at the end.</param>
public sealed record DeskPage<T>(IReadOnlyList<T> Items, long? Next);

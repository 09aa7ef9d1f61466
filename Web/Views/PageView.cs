namespace TradeBooks.Web.Views;

/// <summary>A page of a list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="Next">What to give as <c>after</c> for the next page; null at the end.</param>
/// <param name="NextLink">Address of the next page; null at the end.</param>
internal sealed record PageView<T>(IReadOnlyList<T> Items, string? Next, string? NextLink);

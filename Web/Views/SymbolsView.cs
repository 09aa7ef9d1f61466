namespace TradeBooks.Web.Views;

/// <summary>The symbols that there are.</summary>
/// <param name="Symbols">In ordinal order.</param>
internal sealed record SymbolsView(IReadOnlyList<string> Symbols);

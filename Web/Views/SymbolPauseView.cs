namespace TradeBooks.Web.Views;

/// <summary>Whether a symbol may be entered.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="IsPaused">Whether new entries of it are refused.</param>
internal sealed record SymbolPauseView(string Symbol, bool IsPaused);

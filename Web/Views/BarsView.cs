namespace TradeBooks.Web.Views;

/// <summary>A symbol's latest bars.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Bars">Oldest first.</param>
internal sealed record BarsView(string Symbol, IReadOnlyList<BarView> Bars);

namespace TradeBooks.Web.Views;

/// <summary>The portfolios that there are.</summary>
/// <param name="Portfolios">Their keys, in ordinal order.</param>
internal sealed record PortfoliosView(IReadOnlyList<string> Portfolios);

namespace TradeBooks.Web.Views;

/// <summary>The portfolios that there are.</summary>
/// <param name="Portfolios">Their keys, in ordinal order.</param>
/// <param name="HasReplay">Whether the host replays history, which <c>/api/replay</c> commands.</param>
internal sealed record PortfoliosView(IReadOnlyList<string> Portfolios, bool HasReplay);

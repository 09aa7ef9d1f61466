namespace TradeBooks.Web.Views;

/// <summary>The portfolios that there are.</summary>
/// <param name="Portfolios">Their keys, in ordinal order.</param>
/// <param name="HasReplay">Whether the host replays history, which <c>/api/replay</c> commands.</param>
/// <param name="HasConnections">Whether the host keeps connections to exchanges, which <c>/api/connections</c> lists.</param>
internal sealed record PortfoliosView(IReadOnlyList<string> Portfolios, bool HasReplay, bool HasConnections);

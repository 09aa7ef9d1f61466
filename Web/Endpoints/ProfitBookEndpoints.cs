using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TradeBooks.Domain.Desk;
using TradeBooks.Web.Views;

namespace TradeBooks.Web.Endpoints;

/// <summary>What was earned.</summary>
internal static class ProfitBookEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/profit-book", GetAsync)
        .WithName("GetProfitBook")
        .WithTags("Profit book")
        .WithSummary("Realized, unrealized and total P&L: in all, by symbol and over time");

    private static async Task<ProfitBookView> GetAsync(
        ITradingDesk desk,
        [Description("Key of the portfolio; default: the only one, else `default`")] string? portfolio,
        [Description("First event time of the series, ISO 8601")] UtcMoment? from,
        [Description("Last event time of the series, ISO 8601")] UtcMoment? to,
        [Description("Most points of the series, 1 to 10,000; default 500")] int? points,
        CancellationToken cancellation)
    {
        var (first, last) = Query.Range(from, to);
        var most = Query.Number(nameof(points), points, 500, PortfolioEndpoints.MaxPoints);
        var id = await Query.PortfolioAsync(desk, portfolio, cancellation);
        var state = await desk.PortfolioAsync(id, cancellation);
        var series = await desk.EquityAsync(id, first, last, most, cancellation);
        return new ProfitBookView(
            state.Id,
            state.Time,
            state.InitialCash,
            state.Equity,
            state.RealizedPnl,
            state.UnrealizedPnl,
            state.RealizedPnl + state.UnrealizedPnl,
            state.Fees,
            [
                .. state.Positions.GroupBy(position => position.Symbol)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(BySymbol),
            ],
            [
                .. series.Select(point => new ProfitPoint(
                    point.Time, point.RealizedPnl, point.UnrealizedPnl, point.RealizedPnl + point.UnrealizedPnl, point.Equity)),
            ]);
    }

    private static SymbolProfit BySymbol(IGrouping<string, PositionView> positions)
    {
        var realized = positions.Sum(position => position.RealizedPnl);
        var unrealized = positions.Sum(position => position.UnrealizedPnl);
        return new SymbolProfit(
            positions.Key,
            positions.Sum(position => position.Quantity),
            positions.Max(position => position.Mark),
            realized,
            unrealized,
            realized + unrealized,
            positions.Sum(position => position.Fees));
    }
}

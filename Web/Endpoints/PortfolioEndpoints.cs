using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using TradeBooks.Domain.Desk;
using TradeBooks.Web.Views;

namespace TradeBooks.Web.Endpoints;

/// <summary>Portfolios: what they hold, have done and may do.</summary>
internal static class PortfolioEndpoints
{
    public const int MaxPoints = 10_000;
    private const string Key = "Key of the portfolio";
    private const string Csv = "text/csv";

    public static void Map(IEndpointRouteBuilder api)
    {
        var portfolios = api.MapGroup("/portfolios").WithTags("Portfolios");
        portfolios.MapGet("", ListAsync).WithName("ListPortfolios")
            .WithSummary("Keys of the portfolios, and what else the host has");
        portfolios.MapGet("/{id}", GetAsync).WithName("GetPortfolio")
            .WithSummary("A portfolio's money, positions and risk after the last durable slot");
        portfolios.MapGet("/{id}/positions", PositionsAsync).WithName("GetPositions")
            .WithSummary("Positions by strategy and symbol, flat ones that have traded included");
        portfolios.MapGet("/{id}/orders", OrdersAsync).WithName("ListOrders")
            .WithSummary("Order requests and what the portfolio decided, in the order of the decisions or the latest first");
        portfolios.MapGet("/{id}/trades", TradesAsync).WithName("ListTrades")
            .WithSummary("Fills, in the order of the trade log or the latest first");
        portfolios.MapGet("/{id}/equity", EquityAsync).WithName("GetEquity").WithSummary("Cash, equity and P&L over time");
        portfolios.MapGet("/{id}/risk", RiskAsync).WithName("GetRisk")
            .WithSummary("Whether positions may be opened, and how much of the limits is used");
        portfolios.MapGet("/{id}/order-book.csv", TradeLogAsync).WithName("GetTradeLog")
            .WithSummary("The trade log, order_book.csv, byte for byte")
            .Produces<string>(StatusCodes.Status200OK, Csv)
            .DisableRequestTimeout();
        MapControls(portfolios);
    }

    private static void MapControls(IEndpointRouteBuilder portfolios)
    {
        var controls = portfolios.MapGroup("/{id}").WithControls();
        controls.MapPost("/halt", HaltAsync).WithName("HaltPortfolio").WithSummary("Refuses entries from now on");
        controls.MapPost("/resume", ResumeAsync).WithName("ResumePortfolio").WithSummary("Accepts entries again");
        controls.MapPost("/close-all", CloseAllAsync).WithName("CloseAllPositions")
            .WithSummary("Halts, cancels working entries, and closes every position with the next event of its symbol");
    }

    private static async Task<PortfoliosView> ListAsync(
        ITradingDesk desk, [FromServices] IReplayControl? replay, CancellationToken cancellation) =>
        new(
            await desk.PortfoliosAsync(cancellation),
            replay is not null,
            (await desk.ConnectionsAsync(cancellation)).Count > 0);

    private static Task<PortfolioView> GetAsync(
        ITradingDesk desk, [Description(Key)] string id, CancellationToken cancellation) =>
        desk.PortfolioAsync(id, cancellation);

    private static async Task<PositionsView> PositionsAsync(
        ITradingDesk desk, [Description(Key)] string id, CancellationToken cancellation)
    {
        var portfolio = await desk.PortfolioAsync(id, cancellation);
        return new PositionsView(portfolio.Id, portfolio.Time, portfolio.Positions);
    }

    private static async Task<PageView<OrderView>> OrdersAsync(
        ITradingDesk desk,
        HttpContext context,
        IOptions<ApiOptions> options,
        [Description(Key)] string id,
        [AsParameters] ListFilter filter,
        [Description("`true` for refused ones only, `false` for accepted ones only")] bool? refused,
        CancellationToken cancellation) =>
        Page(context, await desk.OrdersAsync(id, filter.Read(options.Value, refused), cancellation));

    private static async Task<PageView<TradeView>> TradesAsync(
        ITradingDesk desk,
        HttpContext context,
        IOptions<ApiOptions> options,
        [Description(Key)] string id,
        [AsParameters] ListFilter filter,
        CancellationToken cancellation) =>
        Page(context, await desk.TradesAsync(id, filter.Read(options.Value), cancellation));

    private static async Task<EquityView> EquityAsync(
        ITradingDesk desk,
        [Description(Key)] string id,
        [Description("First event time, ISO 8601")] UtcMoment? from,
        [Description("Last event time, ISO 8601")] UtcMoment? to,
        [Description("Most points, 1 to 10,000; default 1,000")] int? points,
        CancellationToken cancellation)
    {
        var (first, last) = Query.Range(from, to);
        return new EquityView(
            id, await desk.EquityAsync(id, first, last, Query.Number(nameof(points), points, 1_000, MaxPoints), cancellation));
    }

    private static async Task<RiskView> RiskAsync(
        ITradingDesk desk, [Description(Key)] string id, CancellationToken cancellation) =>
        (await desk.PortfolioAsync(id, cancellation)).Risk;

    private static async Task TradeLogAsync(
        ITradingDesk desk, HttpResponse response, [Description(Key)] string id, CancellationToken cancellation)
    {
        response.ContentType = Csv;
        response.Headers.ContentDisposition = "attachment; filename=\"order_book.csv\"";
        await desk.WriteTradeLogAsync(id, response.Body, cancellation);
    }

    private static Task<RiskView> HaltAsync(
        ITradingDesk desk, [Description(Key)] string id, CancellationToken cancellation) =>
        desk.HaltAsync(id, cancellation);

    private static Task<RiskView> ResumeAsync(
        ITradingDesk desk, [Description(Key)] string id, CancellationToken cancellation) =>
        desk.ResumeAsync(id, cancellation);

    private static Task<RiskView> CloseAllAsync(
        ITradingDesk desk, [Description(Key)] string id, CancellationToken cancellation) =>
        desk.CloseAllAsync(id, cancellation);

    private static PageView<T> Page<T>(HttpContext context, DeskPage<T> page)
    {
        if (page.Next is not { } number)
            return new PageView<T>(page.Items, null, null);
        var next = Cursor.Write(number);
        var query = new QueryBuilder(context.Request.Query.Where(pair => pair.Key != "after")) { { "after", next } };
        var link = UriHelper.BuildRelative(context.Request.PathBase, context.Request.Path, query.ToQueryString());
        context.Response.Headers.Link = $"<{link}>; rel=\"next\"";
        return new PageView<T>(page.Items, next, link);
    }
}

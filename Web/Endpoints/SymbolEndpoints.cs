using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Web.Views;

namespace TradeBooks.Web.Endpoints;

/// <summary>Symbols: prices, indicators and order book.</summary>
internal static class SymbolEndpoints
{
    private const int MostBars = 5_000;
    private const int StandardLevels = 20;
    private const int MostLevels = 1_000;
    private const string Key = "The symbol";

    public static void Map(IEndpointRouteBuilder api)
    {
        var symbols = api.MapGroup("/symbols").WithTags("Symbols");
        symbols.MapGet("", ListAsync).WithName("ListSymbols").WithSummary("The symbols");
        symbols.MapGet("/{symbol}", GetAsync).WithName("GetSymbol").WithSummary("A symbol's latest state");
        symbols.MapGet("/{symbol}/bars", BarsAsync).WithName("GetBars").WithSummary("A symbol's latest bars, oldest first");
        symbols.MapGet("/{symbol}/indicators", IndicatorsAsync).WithName("GetIndicators")
            .WithSummary("The figures of a symbol's strategies");
        symbols.MapGet("/{symbol}/book", BookAsync).WithName("GetBook")
            .WithSummary("A symbol's order book: best levels, or why there are none; 404 where the symbol has no book");
        symbols.MapGet("/{symbol}/chart", ChartAsync).WithName("GetChart")
            .WithSummary("A symbol's latest bars, the figures after each of them, and the orders that work now");
        var controls = symbols.MapGroup("/{symbol}").WithControls();
        controls.MapPost("/pause", PauseAsync).WithName("PauseSymbol")
            .WithSummary("Refuses new entries of the symbol; exits go on");
        controls.MapPost("/resume", ResumeAsync).WithName("ResumeSymbol").WithSummary("Accepts entries of the symbol again");
    }

    private static async Task<SymbolChartView> ChartAsync(
        ITradingDesk desk,
        [Description(Key)] string symbol,
        [Description("Most bars, 1 to 5,000: the latest; default 500")] int? limit,
        [Description("Only bars later than this event time, ISO 8601")] UtcMoment? after,
        CancellationToken cancellation)
    {
        var most = Query.Number(nameof(limit), limit, 500, MostBars);
        return SymbolChartView.From(await desk.ChartAsync(symbol, after?.Time ?? EventTime.MinValue, most, cancellation));
    }

    private static async Task<SymbolPauseView> PauseAsync(
        ITradingDesk desk, [Description(Key)] string symbol, CancellationToken cancellation)
    {
        await desk.PauseSymbolAsync(symbol, cancellation);
        return new SymbolPauseView(symbol, IsPaused: true);
    }

    private static async Task<SymbolPauseView> ResumeAsync(
        ITradingDesk desk, [Description(Key)] string symbol, CancellationToken cancellation)
    {
        await desk.ResumeSymbolAsync(symbol, cancellation);
        return new SymbolPauseView(symbol, IsPaused: false);
    }

    private static async Task<SymbolsView> ListAsync(ITradingDesk desk, CancellationToken cancellation) =>
        new(await desk.SymbolsAsync(cancellation));

    private static async Task<SymbolStateView> GetAsync(
        ITradingDesk desk, [Description(Key)] string symbol, CancellationToken cancellation) =>
        SymbolStateView.From(await desk.SymbolAsync(symbol, cancellation));

    private static async Task<BarsView> BarsAsync(
        ITradingDesk desk,
        IOptions<ApiOptions> options,
        [Description(Key)] string symbol,
        [Description("Most bars, 1 or more; default 100, the server caps it (1,000 by default)")] int? limit,
        CancellationToken cancellation)
    {
        var most = Query.Number(nameof(limit), limit, 100, options.Value.MaxPageSize);
        var state = await desk.SymbolAsync(symbol, cancellation);
        return new BarsView(state.Symbol, [.. state.LatestBars.TakeLast(most).Select(BarView.From)]);
    }

    private static async Task<IndicatorsView> IndicatorsAsync(
        ITradingDesk desk, [Description(Key)] string symbol, CancellationToken cancellation) =>
        IndicatorsView.From(await desk.SymbolAsync(symbol, cancellation));

    private static async Task<DepthView> BookAsync(
        ITradingDesk desk,
        TimeProvider clock,
        [Description(Key)] string symbol,
        [Description("Most levels of each side, 1 to 1,000; default 20. A host may keep fewer to show")] int? levels,
        CancellationToken cancellation)
    {
        var most = Query.Number(nameof(levels), levels, StandardLevels, MostLevels);
        var book = await desk.BookAsync(symbol, most, cancellation)
            ?? throw new DeskNotFoundException($"{symbol} has no order book: its feed brings no depth");
        return DepthView.From(symbol, book, EventTime.FromUtc(clock.GetUtcNow().UtcDateTime));
    }
}

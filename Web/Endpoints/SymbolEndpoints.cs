using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using TradeBooks.Domain.Desk;
using TradeBooks.Web.Views;

namespace TradeBooks.Web.Endpoints;

/// <summary>Symbols: prices, indicators and order book.</summary>
internal static class SymbolEndpoints
{
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
            .WithSummary("Best levels of a symbol's order book; 404 where it has none");
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

    private static async Task<BookView> BookAsync(
        ITradingDesk desk, [Description(Key)] string symbol, CancellationToken cancellation) =>
        (await desk.SymbolAsync(symbol, cancellation)).Book
        ?? throw new DeskNotFoundException($"{symbol} has no order book: its feed brings no depth");
}

using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TradeBooks.Domain.Desk;

namespace TradeBooks.Web.Endpoints;

/// <summary>A portfolio's strategies: what they are set to, have done and may do.</summary>
internal static class StrategyEndpoints
{
    private const string Key = "Key of the portfolio";
    private const string Id = "Id of the strategy";

    public static void Map(IEndpointRouteBuilder api)
    {
        var strategies = api.MapGroup("/portfolios/{id}/strategies").WithTags("Strategies");
        strategies.MapGet("", ListAsync).WithName("ListStrategies")
            .WithSummary("A portfolio's strategies: settings in force, signals, round trips and P&L");
        var controls = strategies.MapGroup("/{strategy}").WithControls();
        controls.MapPost("/pause", PauseAsync).WithName("PauseStrategy")
            .WithSummary("Refuses the strategy's entries from now on; its exits go on");
        controls.MapPost("/resume", ResumeAsync).WithName("ResumeStrategy").WithSummary("Accepts the strategy's entries again");
    }

    private static Task<StrategiesView> ListAsync(
        ITradingDesk desk, [Description(Key)] string id, CancellationToken cancellation) =>
        desk.StrategiesAsync(id, cancellation);

    private static Task<StrategyView> PauseAsync(
        ITradingDesk desk, [Description(Key)] string id, [Description(Id)] string strategy, CancellationToken cancellation) =>
        desk.PauseStrategyAsync(id, strategy, cancellation);

    private static Task<StrategyView> ResumeAsync(
        ITradingDesk desk, [Description(Key)] string id, [Description(Id)] string strategy, CancellationToken cancellation) =>
        desk.ResumeStrategyAsync(id, strategy, cancellation);
}

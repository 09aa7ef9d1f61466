using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TradeBooks.Domain.Desk;
using TradeBooks.Web.Views;

namespace TradeBooks.Web.Endpoints;

/// <summary>For those who watch the process; never needs a key.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", () => new HealthView("live")).WithName("GetLive").WithSummary("Whether the process runs");
        health.MapGet("/ready", ReadyAsync).WithName("GetReady").WithSummary("Whether the desk can be asked")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<HealthView> ReadyAsync(ITradingDesk desk, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            if (await desk.IsReadyAsync(cancellation).WaitAsync(Patience, clock, cancellation))
                return new HealthView("ready");
        }
        catch (TimeoutException e)
        {
            throw new DeskUnavailableException("The desk does not answer.", e);
        }

        throw new DeskUnavailableException("The desk can't be asked at this moment.");
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TradeBooks.Web.Metrics;

namespace TradeBooks.Web.Endpoints;

/// <summary>Figures for Prometheus.</summary>
internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", Get)
        .WithName("GetMetrics")
        .WithTags("Health")
        .WithSummary("Figures in the text format of Prometheus")
        .Produces<string>(StatusCodes.Status200OK, "text/plain")
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static IResult Get(MetricsText metrics) => Results.Bytes(metrics.Collect(), MetricsText.ContentType);
}

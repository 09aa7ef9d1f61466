using TradeBooks.Web.Metrics;

namespace TradeBooks.Silo.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the silo does its work; 503 with the reason else.
/// <c>/metrics</c>: its figures in Prometheus' text format.
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("live\n"));
        routes.MapGet("/health/ready", async (SiloReadiness readiness, CancellationToken cancellation) =>
            await readiness.WhyNotAsync(cancellation) is { } reason
                ? Results.Text(reason + "\n", statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("ready\n"));
        routes.MapGet("/metrics", (MetricsText metrics) => Results.Bytes(metrics.Collect(), MetricsText.ContentType));
    }
}

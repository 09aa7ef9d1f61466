using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Web.Views;

namespace TradeBooks.Web.Endpoints;

/// <summary>Connections to exchanges.</summary>
internal static class ConnectionEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/connections", ListAsync)
        .WithName("ListConnections")
        .WithTags("Connections")
        .WithSummary("The host's connections to exchanges: state, rates, latency; none where other processes bring the data");

    private static async Task<ConnectionsView> ListAsync(ITradingDesk desk, TimeProvider clock, CancellationToken cancellation)
    {
        var connections = await desk.ConnectionsAsync(cancellation);
        return new ConnectionsView(EventTime.FromUtc(clock.GetUtcNow().UtcDateTime), connections);
    }
}

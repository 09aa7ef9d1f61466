using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TradeBooks.Web.Endpoints;

/// <summary>What calls that act have in common.</summary>
internal static class Controls
{
    /// <summary>They take nothing but their address.</summary>
    public static RouteGroupBuilder WithControls(this RouteGroupBuilder group) =>
        group.AddEndpointFilter<RouteGroupBuilder, NoBodyFilter>()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
}

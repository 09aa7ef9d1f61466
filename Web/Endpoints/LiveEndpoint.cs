using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TradeBooks.Domain.Desk;
using TradeBooks.Web.Errors;
using TradeBooks.Web.Live;

namespace TradeBooks.Web.Endpoints;

/// <summary>Fills, marks, equity and lag as they come, as server-sent events.</summary>
internal static class LiveEndpoint
{
    private const string LastEventId = "Last-Event-ID";

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/live", StreamAsync)
        .WithName("GetLiveEvents")
        .WithTags("Live")
        .WithSummary("Fills, marks, equity and lag as they come (server-sent events)")
        .WithDescription(
            "Events are named fill, marks, equity, lag and reset; each has an id. After a lost connection the stream goes "
            + "on behind Last-Event-ID; a reset says that something was missed and what is shown should be fetched anew.")
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
        .DisableRequestTimeout();

    private static async Task StreamAsync(
        ITradingDesk desk,
        HttpContext context,
        IOptions<ApiOptions> options,
        IHostApplicationLifetime lifetime,
        LiveMetrics metrics,
        TimeProvider clock,
        [Description("Key of the portfolio; default: the only one, else `default`; none where the host has none")] string? portfolio,
        [Description("Id of the last event seen; default: only new ones")] string? after,
        [FromHeader(Name = LastEventId), Description("The same, as browsers send it; goes before `after`")] string? lastEventId,
        CancellationToken cancellation)
    {
        var last = Last(lastEventId, LastEventId) ?? Last(after, nameof(after));
        var id = await Query.PortfolioAsync(desk, portfolio, cancellation);
        var known = await desk.PortfoliosAsync(cancellation);

        // Once the stream has begun there is no status left to tell it by. A desk without portfolios has marks to tell.
        if (!known.Contains(id) && (known.Count > 0 || !string.IsNullOrEmpty(portfolio)))
            throw new DeskNotFoundException($"there is no portfolio '{id}'");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        using var counted = metrics.Enter();
        var stream = new LiveStream(context, options.Value.Live, clock, metrics);
        try
        {
            await stream.RunAsync(token => desk.LiveAsync(id, last, token), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client has gone, or the server stops: either way the stream is over.
        }
    }

    private static long? Last(string? text, string name) =>
        string.IsNullOrEmpty(text)
            ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? id
                : throw new RequestException(StatusCodes.Status400BadRequest, $"{name}: '{text}' is not the id of an event.");
}

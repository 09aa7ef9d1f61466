using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TradeBooks.Domain.Desk;
using TradeBooks.Web.Errors;

namespace TradeBooks.Web.Endpoints;

/// <summary>Command of a replay of history; a host without one answers 404.</summary>
internal static class ReplayEndpoints
{
    private const string Fastest = "max";

    public static void Map(IEndpointRouteBuilder api)
    {
        var replay = api.MapGroup("/replay").WithTags("Replay");
        replay.MapGet("", GetAsync).WithName("GetReplay")
            .WithSummary("How the replay of history stands; 404 where the host has none");
        var controls = replay.MapGroup("").AddEndpointFilter<NoBodyFilter>()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        controls.MapPost("/pause", PauseAsync).WithName("PauseReplay").WithSummary("Stops between two time slots");
        controls.MapPost("/resume", ResumeAsync).WithName("ResumeReplay").WithSummary("Goes on at the speed that is set");
        controls.MapPost("/step", StepAsync).WithName("StepReplay")
            .WithSummary("Processes some time slots of a paused replay, and answers when that is done")
            .ProducesProblem(StatusCodes.Status409Conflict);
        controls.MapPost("/speed", SetSpeedAsync).WithName("SetReplaySpeed")
            .WithSummary("Sets the speed from this moment on");
    }

    private static Task<ReplayView> GetAsync([FromServices] IReplayControl? replay, CancellationToken cancellation) =>
        Require(replay).GetAsync(cancellation);

    private static Task<ReplayView> PauseAsync([FromServices] IReplayControl? replay, CancellationToken cancellation) =>
        Require(replay).PauseAsync(cancellation);

    private static Task<ReplayView> ResumeAsync([FromServices] IReplayControl? replay, CancellationToken cancellation) =>
        Require(replay).ResumeAsync(cancellation);

    private static Task<ReplayView> StepAsync(
        [FromServices] IReplayControl? replay,
        [Description("How many, 1 to 1,000; default 1")] int? slots,
        CancellationToken cancellation) =>
        Require(replay).StepAsync(Query.Number(nameof(slots), slots, 1, IReplayControl.MostSlots), cancellation);

    private static Task<ReplayView> SetSpeedAsync(
        [FromServices] IReplayControl? replay,
        [Description("Event time per wall time, 0.001 or more, such as 600; `max` for as fast as possible")] string value,
        CancellationToken cancellation) =>
        Require(replay).SetSpeedAsync(Speed(value), cancellation);

    private static IReplayControl Require(IReplayControl? replay) =>
        replay ?? throw new DeskNotFoundException("this host replays no history: there is nothing to pause, step or speed up");

    private static double? Speed(string text) => text switch
    {
        Fastest => null,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed)
            && double.IsFinite(speed) && speed >= IReplayControl.SlowestSpeed => speed,
        _ => throw new RequestException(
            StatusCodes.Status400BadRequest,
            $"value: '{text}' is no speed; give event time per wall time, 0.001 or more, such as 600, or max."),
    };
}

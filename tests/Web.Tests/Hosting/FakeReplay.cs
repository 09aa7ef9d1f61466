using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Web.Tests.Hosting;

/// <summary>A replay that does as it is told; each slot is a minute and four events.</summary>
internal sealed class FakeReplay : IReplayControl
{
    private static readonly EventTime Start = EventTime.FromUtc(new DateTime(2026, 3, 12, 13, 30, 0, DateTimeKind.Utc));
    private long _slots;

    public ReplayState State { get; set; } = ReplayState.Running;

    public double? Speed { get; private set; } = 600;

    /// <summary>Whether it can't be asked.</summary>
    public bool IsAway { get; set; }

    public Task<ReplayView> GetAsync(CancellationToken cancellation) => Answer(() => { });

    public Task<ReplayView> PauseAsync(CancellationToken cancellation) => Answer(() => State = ReplayState.Paused);

    public Task<ReplayView> ResumeAsync(CancellationToken cancellation) => Answer(() => State = ReplayState.Running);

    public Task<ReplayView> StepAsync(int slots, CancellationToken cancellation) => Answer(() =>
    {
        if (State != ReplayState.Paused)
            throw new DeskConflictException("the replay is not paused");
        _slots += slots;
    });

    public Task<ReplayView> SetSpeedAsync(double? speed, CancellationToken cancellation) => Answer(() => Speed = speed);

    private Task<ReplayView> Answer(Action command)
    {
        if (IsAway)
            throw new DeskUnavailableException("the replay has not begun yet");
        command();
        var time = _slots == 0 ? EventTime.MinValue : new EventTime(Start.Microseconds + _slots * EventTime.Minute);
        return Task.FromResult(new ReplayView(State, Speed, time, 4 * _slots));
    }
}

namespace TradeBooks.Domain.Desk;

/// <summary>
/// Command of a replay of history, in a host that has one. What is asked takes effect between two time slots and never
/// changes what is traded, only when. Every member may throw <see cref="DeskUnavailableException"/> while the replay
/// can't be asked.
/// </summary>
public interface IReplayControl
{
    /// <summary>The slowest speed.</summary>
    const double SlowestSpeed = 0.001;

    /// <summary>Most slots of one step.</summary>
    const int MostSlots = 1_000;

    Task<ReplayView> GetAsync(CancellationToken cancellation);

    /// <summary>Stops between two slots; without effect on a replay that is paused or has ended.</summary>
    Task<ReplayView> PauseAsync(CancellationToken cancellation);

    /// <summary>Goes on at the speed that is set; without effect on a replay that runs or has ended.</summary>
    Task<ReplayView> ResumeAsync(CancellationToken cancellation);

    /// <summary>Processes so many slots of a paused replay at once, fewer where the data end, and answers when that is done.</summary>
    /// <param name="slots">1 to <see cref="MostSlots"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DeskConflictException">The replay is not paused.</exception>
    Task<ReplayView> StepAsync(int slots, CancellationToken cancellation);

    /// <summary>Sets the speed from this moment on: what is late is not caught up with.</summary>
    /// <param name="speed">Event time per wall time, <see cref="SlowestSpeed"/> or more; null for as fast as possible.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<ReplayView> SetSpeedAsync(double? speed, CancellationToken cancellation);
}

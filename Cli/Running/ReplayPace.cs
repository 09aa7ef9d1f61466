using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Running;

/// <summary>
/// How fast a replay goes on, and whether it does. It can be changed between two slots, in the run's own thread only;
/// which slots come, and what they do, does not depend on it.
/// </summary>
/// <param name="speed">Where it begins.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class ReplayPace(Speed speed, TimeProvider clock)
{
    // Between two looks at the clock: about a millisecond.
    private const long ManyEvents = 1 << 15;
    private readonly List<Action> _whenStepped = [];
    private Pacer? _pacer = speed.Factor is { } factor ? new Pacer(factor, clock) : null;
    private EventTime _last = EventTime.MinValue;
    private long _steps;

    public Speed Speed { get; private set; } = speed;

    public ReplayState State { get; private set; }

    /// <summary>Whether slots follow one another without a look at the pace.</summary>
    public bool IsFree => _pacer is null && State == ReplayState.Running;

    /// <summary>How many events may be processed before the pace is asked again.</summary>
    public long EventsAtOnce => IsFree ? ManyEvents : 1;

    /// <summary>Wall time until the slot of this time is due; not above 0 when it is, the longest there is while paused.</summary>
    public TimeSpan UntilDue(EventTime time) => State == ReplayState.Paused
        ? _steps > 0 ? TimeSpan.Zero : TimeSpan.MaxValue
        : _pacer?.UntilDue(time) ?? TimeSpan.Zero;

    /// <summary>A slot was processed.</summary>
    /// <returns>Whether it was the last of a step.</returns>
    public bool OnSlot(EventTime time)
    {
        _last = time;
        if (_steps == 0)
            return false;
        _pacer?.Skip(time);
        return --_steps == 0;
    }

    public void Pause()
    {
        if (State != ReplayState.Running)
            return;
        State = ReplayState.Paused;
        _pacer?.Hold();
    }

    public void Resume()
    {
        if (State != ReplayState.Paused)
            return;
        State = ReplayState.Running;
        _pacer?.Release();
        EndStep();
    }

    /// <summary>Lets a paused replay go on for so many slots, beside those that it still has to go.</summary>
    /// <param name="slots">1 or more.</param>
    /// <param name="done">Is called when they are processed, the data have ended or the replay goes on by itself.</param>
    /// <exception cref="DeskConflictException">It is not paused.</exception>
    public void Step(int slots, Action done)
    {
        if (State != ReplayState.Paused)
        {
            throw new DeskConflictException(
                State == ReplayState.Ended ? "the replay has ended: there is nothing to step" : "the replay is not paused: pause it to step");
        }

        _steps += slots;
        _whenStepped.Add(done);
    }

    /// <summary>Tells those who wait for a step that it is over.</summary>
    public void EndStep()
    {
        _steps = 0;
        foreach (var done in _whenStepped)
            done();
        _whenStepped.Clear();
    }

    public void Change(Speed speed)
    {
        Speed = speed;
        if (speed.Factor is not { } factor)
        {
            _pacer = null;
        }
        else if (_pacer is not null)
        {
            _pacer.Change(factor);
        }
        else
        {
            _pacer = new Pacer(factor, clock, _last);
            if (State == ReplayState.Paused)
                _pacer.Hold();
        }
    }

    /// <summary>All data are processed.</summary>
    public void End()
    {
        State = ReplayState.Ended;
        EndStep();
    }
}

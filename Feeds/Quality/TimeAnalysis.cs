using System.Globalization;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Quality;

/// <summary>
/// Follows the times of bars: sessions, what is missing in them, and what does not fit. A session ends with a break
/// of four hours, whatever the date, or after a whole day for markets that never close.
/// </summary>
internal sealed class TimeAnalysis
{
    private const long LeastBreak = 4 * Session.Hour;
    private const long HalfDay = 12 * Session.Hour;

    // Friday to Tuesday: a weekend with a holiday.
    private const long LongWeekend = 4 * EventTime.DayLength;

    // A session of a market is looked at as a whole; more bars than this are not bars of minutes.
    private const int MostSessionBars = 100_000;

    private readonly long _interval;
    private readonly bool _hasSessions;
    private readonly long _longestPause;
    private readonly List<BarFacts> _bars = [];
    private readonly List<Session> _sessions = [];
    private BarFacts? _previous;
    private BarFacts _start;
    private int _sessionBars;

    /// <param name="interval">Microseconds from bar to bar.</param>
    /// <param name="hasWeekends">Whether days without bars are usual; counts for daily bars only.</param>
    /// <param name="mostExamples">Examples to keep of each kind.</param>
    public TimeAnalysis(long interval, bool hasWeekends, int mostExamples)
    {
        _interval = interval;
        _hasSessions = interval < HalfDay;
        _longestPause = !_hasSessions && hasWeekends ? LongWeekend : interval;
        Gaps = new Occurrences(mostExamples);
        Irregular = new Occurrences(mostExamples);
        Repeats = new Occurrences(mostExamples);
    }

    /// <summary>The sessions so far; empty for bars of half a day and longer.</summary>
    public IReadOnlyList<Session> Sessions => _sessions;

    public Occurrences Gaps { get; }

    public Occurrences Irregular { get; }

    /// <summary>Sessions whose later hours repeat earlier ones.</summary>
    public Occurrences Repeats { get; }

    public long Missing { get; private set; }

    /// <summary>The longest gap, in microseconds from bar to bar.</summary>
    public long LongestGap { get; private set; }

    public void Add(in BarFacts bar)
    {
        if (_previous is { } previous)
        {
            var distance = bar.Time.Microseconds - previous.Time.Microseconds;
            if (_hasSessions && (distance >= Math.Max(LeastBreak, 3 * _interval)
                || bar.Time.Microseconds - _start.Time.Microseconds >= EventTime.DayLength))
            {
                EndSession();
            }
            else
            {
                CheckDistance(previous, bar, distance);
            }
        }

        if (_sessionBars == 0)
            _start = bar;
        _sessionBars++;
        if (_hasSessions && _bars.Count < MostSessionBars)
            _bars.Add(bar);
        _previous = bar;
    }

    /// <summary>Ends the session under way.</summary>
    public void EndSession()
    {
        if (!_hasSessions || _sessionBars == 0 || _previous is not { } last)
            return;
        _sessions.Add(new Session(_start.Line, _start.Time, last.Time, _sessionBars));
        var hours = RepeatDetector.FindHours(_bars);
        if (hours > 0)
        {
            var session = _sessions[^1];
            Repeats.Add(session.Line, session.First, () => string.Create(
                CultureInfo.InvariantCulture,
                $"{session.Bars} bars until {session.Last}, of which the later repeat those {hours} h before"));
        }

        _bars.Clear();
        _sessionBars = 0;
    }

    private void CheckDistance(BarFacts previous, BarFacts bar, long distance)
    {
        if (distance < _interval || (_hasSessions && distance % _interval != 0))
        {
            Irregular.Add(bar.Line, bar.Time, () => string.Create(
                CultureInfo.InvariantCulture,
                $"{TimeSpan.FromMicroseconds(distance)} after the bar before it"));
        }

        if (distance <= _longestPause)
            return;
        var missing = _longestPause == LongWeekend ? CountWorkdays(previous.Time, bar.Time) : distance / _interval - 1;
        if (missing <= 0)
            return;
        Missing += missing;
        LongestGap = Math.Max(LongestGap, distance);
        Gaps.Add(bar.Line, previous.Time, () => string.Create(
            CultureInfo.InvariantCulture, $"{missing} missing until {bar.Time}"));
    }

    private static long CountWorkdays(EventTime after, EventTime before)
    {
        long count = 0;
        for (var day = after.ToUtc().Date.AddDays(1); day < before.ToUtc().Date; day = day.AddDays(1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                count++;
        }

        return count;
    }
}

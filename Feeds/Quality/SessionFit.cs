using System.Globalization;

namespace TradeBooks.Feeds.Quality;

/// <summary>Holds the sessions of a complete file against the usual one, and finds those that do not fit.</summary>
internal sealed class SessionFit
{
    private const int LeastSessions = 3;

    private readonly long _usualSpan;
    private readonly long _usualStart;

    /// <param name="sessions">All sessions of the file.</param>
    /// <param name="interval">Microseconds from bar to bar.</param>
    /// <param name="mostExamples">Examples to keep of each kind.</param>
    public SessionFit(IReadOnlyList<Session> sessions, long interval, int mostExamples)
    {
        Long = new Occurrences(mostExamples);
        Shifted = new Occurrences(mostExamples);
        Short = new Occurrences(mostExamples);
        if (sessions.Count < LeastSessions)
            return;
        _usualSpan = MostFrequent(sessions.Select(session => session.Span));
        _usualStart = MostFrequent(sessions.Select(session => session.Start));
        UsualBars = _usualSpan / interval + 1;
        for (var i = 0; i < sessions.Count; i++)
            Check(sessions[i], isLast: i == sessions.Count - 1);
    }

    /// <summary>Bars of the usual session; 0 where there are too few sessions to tell.</summary>
    public long UsualBars { get; }

    public Occurrences Long { get; }

    public Occurrences Shifted { get; }

    /// <summary>Shorter sessions but for the last.</summary>
    public Occurrences Short { get; }

    /// <summary>Whether the last session is shorter than usual.</summary>
    public bool IsLastShort { get; private set; }

    private static long MostFrequent(IEnumerable<long> values) => values
        .GroupBy(value => value)
        .OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
        .First().Key;

    private void Check(Session session, bool isLast)
    {
        var shift = Math.Abs(session.Start - _usualStart);
        if (session.Span > _usualSpan)
            Long.Add(session.Line, session.First, () => Describe(session));
        else if (session.Span == _usualSpan && shift is not (0 or Session.Hour))
            Shifted.Add(session.Line, session.First, () => Describe(session));
        else if (session.Span < _usualSpan && isLast)
            IsLastShort = true;
        else if (session.Span < _usualSpan)
            Short.Add(session.Line, session.First, () => Describe(session));
    }

    private static string Describe(Session session) => string.Create(
        CultureInfo.InvariantCulture, $"{session.Bars} bars until {session.Last}");
}

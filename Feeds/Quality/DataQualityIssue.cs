namespace TradeBooks.Feeds.Quality;

/// <summary>What a finding is about.</summary>
public enum DataQualityIssue
{
    /// <summary>The file cannot be read to its end. A problem.</summary>
    Unreadable,

    /// <summary>The file has no bar. A problem.</summary>
    NoBars,

    /// <summary>Rows that are no bars. A problem: the feed stops there unless told to skip them.</summary>
    BadRows,

    /// <summary>Rows with the time of the bar before. A problem, as above.</summary>
    DuplicateTimes,

    /// <summary>Rows with a time before that of the bar before. A problem, as above.</summary>
    OutOfOrderTimes,

    /// <summary>Bars closer together than the interval, or not a multiple of it apart. A problem from 1 % on.</summary>
    IrregularTimes,

    /// <summary>
    /// Bars missing inside sessions. A problem where a session of an otherwise complete file lacks half an hour at
    /// once, or where most bars are missing; else a note: thin trading and lost minutes look alike.
    /// </summary>
    Gaps,

    /// <summary>A close below 0.6 or above 1.6 times the one before: a split, a wrong price or a crash. A problem.</summary>
    PriceJumps,

    /// <summary>Sessions that last longer than the usual one, so hold more bars than it can. A problem.</summary>
    LongSessions,

    /// <summary>Sessions that start at another time than usual, other than by a change of the clock. A problem.</summary>
    ShiftedSessions,

    /// <summary>Sessions whose later hours repeat their earlier ones: stamps of two time zones. A problem.</summary>
    RepeatedHours,

    /// <summary>Sessions that are shorter than usual, such as half days. A note.</summary>
    ShortSessions,

    /// <summary>The file ends inside a session, so its last bar may not be whole. A note.</summary>
    PartialLastBar,

    /// <summary>Bars whose high is their low, from 1 % on. A note; a problem where it is every second bar.</summary>
    ZeroRange,

    /// <summary>Bars in which nothing was traded. A note; a problem where it is every second bar.</summary>
    ZeroVolume,
}

using System.Globalization;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Quality;

/// <summary>Decides what of all that was counted is worth telling, and how bad it is.</summary>
/// <param name="bars">Number of bars in the file.</param>
/// <param name="mostExamples">Examples to keep of each kind.</param>
internal sealed class FindingList(long bars, int mostExamples)
{
    // A file that lacks more has thin trading rather than holes, or so many holes that one more says little.
    private const double CompleteShare = 0.02;

    private const long LongGap = 30 * EventTime.Minute;
    private const double Some = 0.01;
    private const double Half = 0.5;

    private readonly List<DataQualityFinding> _findings = [];

    /// <summary>The findings, problems first.</summary>
    public IReadOnlyList<DataQualityFinding> ToSorted() =>
        [.. _findings.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Issue)];

    public void AddFile(string? failure, BarFacts? last)
    {
        if (failure is not null)
        {
            var after = last is { } bar ? Text($" after the bar of {bar.Time}") : "";
            Add(DataQualityIssue.Unreadable, DataQualitySeverity.Problem, $"reading ends{after}: {failure}", 1, []);
        }

        if (bars == 0)
            Add(DataQualityIssue.NoBars, DataQualitySeverity.Problem, "the file has no bar", 1, []);
    }

    public void AddRows(Occurrences bad, Occurrences duplicates, Occurrences outOfOrder)
    {
        Add(DataQualityIssue.BadRows, DataQualitySeverity.Problem, bad, Text($"rows that are no bars: {bad.Count}"));
        Add(
            DataQualityIssue.DuplicateTimes, DataQualitySeverity.Problem, duplicates,
            Text($"rows with the time of the bar before: {duplicates.Count}"));
        var hint = outOfOrder.Count > bars ? "; is the newest row first?" : "";
        Add(
            DataQualityIssue.OutOfOrderTimes, DataQualitySeverity.Problem, outOfOrder,
            Text($"rows with a time before that of the bar before: {outOfOrder.Count}{hint}"));
    }

    public void AddTimes(TimeAnalysis times, long interval)
    {
        Add(
            DataQualityIssue.IrregularTimes, SeverityFrom(Some, times.Irregular.Count), times.Irregular,
            Text($"bars that do not follow the bar before by a multiple of {Show(interval)}: {times.Irregular.Count}"));
        var isHole = IsComplete(times) && times.LongestGap >= Math.Max(LongGap, 4 * interval) && times.Sessions.Count > 0;
        var isMost = times.Missing > Half * (bars + times.Missing);
        var reason = isMost ? "most of what the sessions should hold"
            : isHole ? Text($"the longest gap takes {Show(times.LongestGap)}")
            : IsComplete(times) ? "lost, or without a trade" : "thin trading, or lost";
        Add(
            DataQualityIssue.Gaps, isHole || isMost ? DataQualitySeverity.Problem : DataQualitySeverity.Note, times.Gaps,
            Text($"bars missing inside sessions: {times.Missing}, in gaps: {times.Gaps.Count} ({reason})"));
    }

    public void AddPrices(Occurrences jumps, Occurrences zeroRange, Occurrences zeroVolume)
    {
        Add(
            DataQualityIssue.PriceJumps, DataQualitySeverity.Problem, jumps,
            Text($"price jumps: {jumps.Count} (a split that is not adjusted, a wrong price, or a crash)"));
        if (zeroRange.Count >= Some * bars)
        {
            Add(
                DataQualityIssue.ZeroRange, SeverityFrom(Half, zeroRange.Count), zeroRange,
                Text($"bars whose high is their low: {zeroRange.Count} ({100.0 * zeroRange.Count / bars:0.#} %)"));
        }

        Add(
            DataQualityIssue.ZeroVolume, SeverityFrom(Half, zeroVolume.Count), zeroVolume,
            Text($"bars with a volume of 0: {zeroVolume.Count}"));
    }

    public void AddSessions(TimeAnalysis times, long interval, BarFacts last)
    {
        Add(
            DataQualityIssue.RepeatedHours, DataQualitySeverity.Problem, times.Repeats,
            Text($"sessions whose later hours repeat earlier ones: {times.Repeats.Count}")
            + " (two series with stamps of different time zones were merged)");
        // Where trading is thin, sessions begin and end with whoever trades.
        if (!IsComplete(times) || times.Sessions.Count == 0)
            return;
        var fit = new SessionFit(times.Sessions, interval, mostExamples);
        Add(
            DataQualityIssue.LongSessions, DataQualitySeverity.Problem, fit.Long,
            Text($"sessions longer than the usual {fit.UsualBars} bars of {Show(interval)}: {fit.Long.Count}"));
        Add(
            DataQualityIssue.ShiftedSessions, DataQualitySeverity.Problem, fit.Shifted,
            "sessions of the usual length that start at another time of day, by more than a change of the clock: "
            + Text($"{fit.Shifted.Count}"));
        Add(
            DataQualityIssue.ShortSessions, DataQualitySeverity.Note, fit.Short,
            Text($"sessions shorter than the usual {fit.UsualBars} bars of {Show(interval)}: {fit.Short.Count}")
            + " (such as half days)");
        if (fit.IsLastShort)
        {
            Add(
                DataQualityIssue.PartialLastBar, DataQualitySeverity.Note,
                "the file ends inside a session: its last bar may be only part of one", 1,
                [new DataQualityExample(last.Line, last.Time.ToUtc(), Text($"close {last.Close}"))]);
        }
    }

    private bool IsComplete(TimeAnalysis times) => times.Missing <= CompleteShare * (bars + times.Missing);

    private DataQualitySeverity SeverityFrom(double share, long count) =>
        count >= share * bars ? DataQualitySeverity.Problem : DataQualitySeverity.Note;

    private static string Show(long microseconds) =>
        TimeSpan.FromMicroseconds(microseconds).ToString("c", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private void Add(DataQualityIssue issue, DataQualitySeverity severity, Occurrences occurrences, string message)
    {
        if (occurrences.Count > 0)
            Add(issue, severity, message, occurrences.Count, occurrences.Examples);
    }

    private void Add(
        DataQualityIssue issue, DataQualitySeverity severity, string message, long count,
        IReadOnlyList<DataQualityExample> examples) =>
        _findings.Add(new DataQualityFinding(issue, severity, message, count, examples));
}

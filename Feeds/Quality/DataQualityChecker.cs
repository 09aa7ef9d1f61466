using System.Globalization;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Quality;

/// <summary>Looks through one file of bars for what would spoil a backtest.</summary>
public sealed class DataQualityChecker
{
    private const double LeastJump = 1.6;
    private const double LeastFall = 0.6;

    // A split is seldom the only thing that moves a price over night.
    private const double SplitLikeness = 0.12;

    private static readonly int[] SplitFactors = [2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 40, 50, 100];

    private readonly int _mostExamples;
    private readonly Occurrences _bad;
    private readonly Occurrences _duplicates;
    private readonly Occurrences _outOfOrder;
    private readonly Occurrences _jumps;
    private readonly Occurrences _zeroRange;
    private readonly Occurrences _zeroVolume;
    private readonly List<BarFacts> _first = [];
    private IntervalEstimate _interval;
    private TimeAnalysis? _times;
    private BarFacts? _previous;
    private EventTime? _start;
    private bool _hasVolume;
    private long _bars;

    private DataQualityChecker(int mostExamples)
    {
        _mostExamples = mostExamples;
        _bad = new Occurrences(mostExamples);
        _duplicates = new Occurrences(mostExamples);
        _outOfOrder = new Occurrences(mostExamples);
        _jumps = new Occurrences(mostExamples);
        _zeroRange = new Occurrences(mostExamples);
        _zeroVolume = new Occurrences(mostExamples);
    }

    /// <summary>
    /// Reads the file once. Memory depends on the length of a session and the number of sessions, not on that of rows.
    /// </summary>
    /// <param name="path">A .csv or .csv.gz file of any name.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <exception cref="FeedException">It cannot be opened or its header is not that of bars.</exception>
    public static DataQualityReport Check(string path, DataQualityOptions? options = null)
    {
        options ??= new DataQualityOptions();
        var reading = options.Reading with { BadRows = BadRows.Skip, StartAfter = new Dictionary<string, CsvBarPosition>() };
        using var set = CsvBarFeedSet.OpenFile(path, reading);
        var feed = set.Feeds[0];
        var checker = new DataQualityChecker(options.Examples);
        string? failure = null;
        try
        {
            EventBatch batch;
            do
            {
                batch = feed.NextBatch();
                checker.AddRejected(feed.TakeRejectedRows());
                for (var i = 0; i < batch.Count; i++)
                    checker.Add(batch.Events[i]);
            }
            while (batch.Count > 0);
        }
        catch (FeedException e)
        {
            failure = e.Reason;
            checker.AddRejected(feed.TakeRejectedRows());
        }

        return checker.Finish(Path.GetFileName(path), failure);
    }

    private void AddRejected(IReadOnlyList<RejectedRow> rows)
    {
        foreach (var row in rows)
        {
            var kind = row.Fault switch
            {
                RowFault.Duplicate => _duplicates,
                RowFault.OutOfOrder => _outOfOrder,
                _ => _bad,
            };
            kind.Add(row.Line, null, () => row.Reason);
        }
    }

    private void Add(in MarketEvent e)
    {
        var bar = BarFacts.Of(e);
        _bars++;
        _start ??= bar.Time;
        if (e.Bar.High == e.Bar.Low)
            _zeroRange.Add(bar.Line, bar.Time, () => string.Create(CultureInfo.InvariantCulture, $"{bar.Close}"));
        if (e.Bar.HasVolume)
        {
            _hasVolume = true;
            if (e.Bar.Volume.Mantissa == 0)
                _zeroVolume.Add(bar.Line, bar.Time, () => "volume 0");
        }

        if (_previous is { } previous)
            CheckJump(previous, bar);
        _previous = bar;
        if (_times is not null)
        {
            _times.Add(bar);
            return;
        }

        _first.Add(bar);
        if (_first.Count == IntervalEstimate.Sample)
            StartTimes();
    }

    private void StartTimes()
    {
        _interval = IntervalEstimate.Of(_first);
        _times = new TimeAnalysis(Math.Max(1, _interval.Microseconds), _interval.HasWeekends, _mostExamples);
        foreach (var bar in _first)
            _times.Add(bar);
        _first.Clear();
    }

    private void CheckJump(BarFacts previous, BarFacts bar)
    {
        var ratio = bar.Close / previous.Close;
        if (ratio is >= LeastFall and <= LeastJump)
            return;
        var factor = ratio < 1 ? 1 / ratio : ratio;
        var nearest = SplitFactors.MinBy(split => Math.Abs(factor / split - 1));
        var split = Math.Abs(factor / nearest - 1) > SplitLikeness ? "no usual split"
            : ratio < 1 ? $"like a split {nearest}:1" : $"like a reverse split 1:{nearest}";
        _jumps.Add(bar.Line, bar.Time, () => string.Create(
            CultureInfo.InvariantCulture,
            $"close {bar.Close} after {previous.Close} of {previous.Time}: ratio {ratio:0.####}, {split}"));
    }

    private DataQualityReport Finish(string file, string? failure)
    {
        if (_times is null)
            StartTimes();
        _times!.EndSession();
        var findings = new FindingList(_bars, _mostExamples);
        findings.AddFile(failure, _previous);
        findings.AddRows(_bad, _duplicates, _outOfOrder);
        findings.AddTimes(_times, _interval.Microseconds);
        findings.AddPrices(_jumps, _zeroRange, _zeroVolume);
        if (_previous is { } last)
            findings.AddSessions(_times, _interval.Microseconds, last);
        return new DataQualityReport
        {
            File = file,
            Rows = _bars + _bad.Count + _duplicates.Count + _outOfOrder.Count,
            Bars = _bars,
            FirstTime = _start?.ToUtc(),
            LastTime = _previous?.Time.ToUtc(),
            Interval = _interval.Microseconds == 0 ? null : TimeSpan.FromMicroseconds(_interval.Microseconds),
            Sessions = _times.Sessions.Count > 0 ? _times.Sessions.Count : _bars,
            MissingBars = _times.Missing,
            ZeroRangeBars = _zeroRange.Count,
            ZeroVolumeBars = _hasVolume ? _zeroVolume.Count : null,
            Findings = findings.ToSorted(),
        };
    }
}

using TradeBooks.Domain.Market;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Running;

/// <summary>Sends files at their pace through one publisher, and tells how it goes.</summary>
internal sealed class ProduceSession
{
    /// <summary>Bad rows that are told of one by one.</summary>
    public const int RowsNamed = 5;

    // Between two looks at the clock: about a millisecond.
    private const int RecordsAtOnce = 1 << 10;
    private static readonly TimeSpan TickLength = TimeSpan.FromMilliseconds(100);

    private readonly ProduceRequest _request;
    private readonly KafkaPublisher _publisher;
    private readonly IReadOnlyList<PublishedPosition> _before;
    private readonly BrokerNotices _notices;
    private readonly IProduceProgress _progress;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _stop;
    private readonly IPacer? _pacer;
    private readonly long _start;
    private readonly long[] _lines;
    private readonly bool[] _hasNew;
    private EventTime _time = EventTime.MinValue;
    private TimeSpan _lastReport;

    /// <param name="request">What is sent, and how.</param>
    /// <param name="publisher">Takes it.</param>
    /// <param name="before">What the topics have already, for each symbol.</param>
    /// <param name="notices">Counts errors.</param>
    /// <param name="progress">Is told how it goes.</param>
    /// <param name="clock">Wall time.</param>
    /// <param name="stop">Ends it.</param>
    public ProduceSession(
        ProduceRequest request, KafkaPublisher publisher, IReadOnlyList<PublishedPosition> before,
        BrokerNotices notices, IProduceProgress progress, TimeProvider clock, CancellationToken stop)
    {
        _request = request;
        _publisher = publisher;
        _before = before;
        _notices = notices;
        _progress = progress;
        _clock = clock;
        _stop = stop;
        _pacer = request.Speed.StartPacer(clock);
        _start = clock.GetTimestamp();
        _lines = new long[before.Count];
        _hasNew = new bool[before.Count];
    }

    public long Bars { get; private set; }

    public long Ends { get; private set; }

    public long RejectedRows { get; private set; }

    /// <summary>Wall time since it began.</summary>
    public TimeSpan Elapsed => _clock.GetElapsedTime(_start);

    /// <summary>Sends the files once.</summary>
    /// <param name="files">The files, not read yet.</param>
    /// <param name="shift">How far all times are moved on.</param>
    /// <returns>False where it was stopped before their end.</returns>
    /// <exception cref="FeedException">A file can't be read on, or a row is bad; what comes before it was sent.</exception>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    public bool Send(CsvBarFeedSet files, TimeSpan shift)
    {
        var merge = new EventMerge(files.Feeds, _request.Range with { Shift = shift }, [.. _before.Select(position => position.LastBar)]);
        Array.Clear(_lines);
        for (var count = 1; Next(merge, files); count++)
        {
            if (_stop.IsCancellationRequested || !SendStep(merge, files))
            {
                TakeRejectedRows(files);
                return false;
            }

            if (count % RecordsAtOnce == 0)
                Report(files);
        }

        TakeRejectedRows(files);
        Report(null, isDue: true);
        return true;
    }

    /// <summary>Waits until all is acknowledged.</summary>
    /// <param name="patience">How long; null for as long as the publisher's own timeout.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Whether it came to that.</returns>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    public bool Flush(TimeSpan? patience, CancellationToken stop)
    {
        var start = _clock.GetTimestamp();
        while (!_publisher.Flush(TickLength))
        {
            if (stop.IsCancellationRequested || _clock.GetElapsedTime(start) >= patience)
                return false;
            Report(null);
        }

        return true;
    }

    private bool Next(EventMerge merge, CsvBarFeedSet files)
    {
        try
        {
            return merge.MoveNext();
        }
        catch (FeedException)
        {
            TakeRejectedRows(files);
            throw;
        }
    }

    private bool SendStep(EventMerge merge, CsvBarFeedSet files)
    {
        var symbol = merge.Symbol;
        if (merge.IsEnd)
        {
            if (_request.Loop || !_request.WithEnd || (_before[symbol].HasEnded && !_hasNew[symbol]))
                return true;
            if (!_publisher.PublishEnd(symbol, _stop))
                return false;
            Ends++;
            return true;
        }

        var time = merge.Time;
        if (_pacer is not null && time != _time && !Wait(_pacer, time, files))
            return false;
        ref readonly var row = ref merge.Event;
        var line = row.Position.Offset;
        if (!(time == row.Time
            ? _publisher.Publish(symbol, row.Bar, line, _stop)
            : _publisher.Publish(symbol, Move(row.Bar, time), line, _stop)))
        {
            return false;
        }

        _time = time;
        _lines[symbol] = line;
        _hasNew[symbol] = true;
        Bars++;
        return true;
    }

    // A broker that is lost shows itself while nothing is sent, too.
    private bool Wait(IPacer pacer, EventTime time, CsvBarFeedSet files)
    {
        var due = _clock.GetElapsedTime(_start) + pacer.UntilDue(time);
        while (due - _clock.GetElapsedTime(_start) is { Ticks: > 0 } left)
        {
            if (_stop.WaitHandle.WaitOne(left < TickLength ? left : TickLength))
                return false;
            _publisher.ThrowIfFailed();
            Report(files);
        }

        return true;
    }

    private void Report(CsvBarFeedSet? files, bool isDue = false)
    {
        var elapsed = Elapsed;
        if (!isDue && elapsed - _lastReport < TickLength)
            return;
        _lastReport = elapsed;
        if (files is not null)
            TakeRejectedRows(files);
        _progress.Report(new ProduceStatus(
            files is null ? 1 : Fraction(files), _time, _publisher.Published, _publisher.InFlight, _notices.Errors, elapsed));
    }

    private double Fraction(CsvBarFeedSet files)
    {
        var sum = 0.0;
        for (var i = 0; i < _lines.Length; i++)
            sum += files.Feeds[i].FractionAt(_lines[i]);
        return sum / _lines.Length;
    }

    private void TakeRejectedRows(CsvBarFeedSet files)
    {
        foreach (var feed in files.Feeds)
        {
            foreach (var row in feed.TakeRejectedRows())
            {
                if (RejectedRows++ < RowsNamed)
                    _progress.Say($"{row.File} line {row.Line}: {row.Reason}; left out");
            }
        }
    }

    private static Bar Move(in Bar bar, EventTime time) => new(
        time, bar.Open.Mantissa, bar.High.Mantissa, bar.Low.Mantissa, bar.Close.Mantissa, bar.PriceScale,
        bar.PercentChange, bar.HasVolume ? bar.Volume : null);
}

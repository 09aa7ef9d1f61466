using System.Globalization;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Reading;

/// <summary>
/// A partition that is read from a made-up log, traded, saved and read again after kills; beside it, what became of
/// every record, so that the place of a restart can be told without the partition's own bookkeeping.
/// </summary>
internal sealed class PartitionModel
{
    private static readonly string[] Symbols = ["A", "B", "C"];
    private readonly List<LogRecord> _log;
    private readonly Dictionary<long, BarOutcome> _bars = [];
    private readonly Dictionary<long, PendingDeadLetter> _letters = [];
    private KafkaPartition _partition = null!;
    private KafkaFeed[] _feeds = [];
    private BarTape _tape = null!;
    private Saved? _saved;
    private HashSet<long> _buried = [];

    // Bars that came too late stay left out, even where a kill loses a letter that had not arrived.
    private HashSet<long> _late = [];
    private long _firstRead;
    private int _appended;

    public PartitionModel(List<LogRecord> log)
    {
        _log = log;
        Start(null);
    }

    public int Restarts { get; private set; }

    /// <summary>Bars that came too late, seen in any life of the process.</summary>
    public int TooLate { get; private set; }

    public int OpenLetters => _letters.Values.Count(letter => !letter.HasArrived);

    /// <summary>The log grows.</summary>
    public void Append(int count) => _appended = Math.Min(_log.Count, _appended + count);

    public void Read(int count)
    {
        for (var i = 0; i < count && _partition.Next < _appended; i++)
        {
            var offset = _partition.Next;
            var record = _log[(int)offset];
            var feed = _feeds[Array.IndexOf(Symbols, record.Symbol)];
            _partition.Next = offset + 1;
            if (record.Kind == LogKind.End)
                feed.TakeEnd(offset);
            else if (record.Kind == LogKind.Bad)
                Bury(offset);
            else
                TakeBar(feed, record, offset);
        }
    }

    public void Trade(int events) => _tape.Backtest.Advance(events);

    /// <summary>Lets some dead letters arrive, in any order.</summary>
    public void Deliver(int number)
    {
        var open = _letters.Values.Where(letter => !letter.HasArrived).ToList();
        if (open.Count > 0)
            open[number % open.Count].Arrive();
    }

    public void Save()
    {
        var processed = _tape.Processed;
        var next = _partition.FirstUnprocessed(feed => processed[Array.IndexOf(_feeds, feed)]);
        Assert.Equal(Expected([.. _tape.Backtest.Engines.Select(engine => engine.Position)]), next);
        _saved = new Saved(
            new PartitionPosition
            {
                Topic = _partition.Topic,
                Partition = _partition.Number,
                NextOffset = next,
                ReadTo = Math.Max(_partition.Next, _partition.CountedTo),
                DeadLetters = _partition.DeadLetters,
                LastDeadLetter = _partition.LastDeadLetter,
                Duplicates = _partition.Duplicates,
                LastTime = _partition.LastTime,
                Ended = [.. _feeds.Where(feed => feed.HasSavedEnd).Select(feed => feed.Symbol)],
            },
            [.. _tape.Backtest.Engines.Select(engine => (engine.Position, engine.Time))],
            _tape.Save(),
            [.. _tape.Bars],
            [.. _buried.Where(offset => offset <= _partition.LastDeadLetter)],
            [.. _late]);
    }

    /// <summary>A kill: what was not saved is lost.</summary>
    public void Restart()
    {
        Restarts++;
        Start(_saved);
    }

    /// <summary>Reads and trades the rest, and compares with the log read from front to back.</summary>
    public void Finish()
    {
        Append(_log.Count);
        Read(_log.Count);
        while (OpenLetters > 0)
            Deliver(0);
        Trade(int.MaxValue);
        Save();
        Assert.Equal(_log.Count, _saved!.Position.NextOffset);
        Assert.All(_feeds, feed => Assert.True(feed.HasEnded));
        Assert.Equal(0, _tape.Backtest.LateSlots);
        Assert.Equal(_buried.Count, _partition.DeadLetters);
        var repeated = 0;
        foreach (var symbol in Symbols)
        {
            var expected = new List<string>();
            var last = -1;
            for (var offset = 0; offset < _log.Count; offset++)
            {
                var record = _log[offset];
                if (record.Symbol != symbol || record.Kind != LogKind.Bar)
                    continue;
                if (record.Minute <= last)
                {
                    repeated++;
                }
                else if (!_late.Contains(offset))
                {
                    expected.Add(Text(TestBars.Make(record.Minute, record.Price)));
                    last = record.Minute;
                }
            }

            Assert.Equal(expected, _tape.Of(symbol).Select(Text));
        }

        Assert.Equal(repeated, _partition.Duplicates);
    }

    private static string Text(Bar bar) => string.Create(CultureInfo.InvariantCulture, $"{bar.Time} {bar.Close}");

    private void Start(Saved? saved)
    {
        _partition = new KafkaPartition("bars", 0) { StartEnd = _appended };
        _bars.Clear();
        _letters.Clear();
        _buried = saved is null ? [] : [.. saved.Buried];
        _late = saved is null ? [] : [.. saved.Late];
        _feeds = [.. Symbols.Select(symbol => new KafkaFeed(symbol, "bars") { Partition = _partition })];
        _partition.Feeds.AddRange(_feeds);
        if (saved is not null)
        {
            _partition.Restore(saved.Position);
            for (var i = 0; i < _feeds.Length; i++)
            {
                var (position, time) = saved.Processed[i];
                _feeds[i].Restore(position.Partition < 0 ? -1 : position.Offset, time, saved.Position.Ended.Contains(Symbols[i]));
            }
        }

        _firstRead = _partition.Next;
        _tape = new BarTape(_feeds, saved?.Tape, saved?.Bars);
    }

    private void TakeBar(KafkaFeed feed, LogRecord record, long offset)
    {
        var outcome = feed.Take(TestBars.Make(record.Minute, record.Price), new SourcePosition(0, offset), _tape.Backtest.Time);
        _bars[offset] = outcome;
        if (outcome is BarOutcome.Duplicate or BarOutcome.Revision && offset >= _partition.CountedTo)
            _partition.Duplicates++;
        if (outcome != BarOutcome.TooLate)
            return;
        TooLate++;
        _late.Add(offset);
        Bury(offset);
    }

    private void Bury(long offset)
    {
        if (offset <= _partition.LastDeadLetter)
            return;
        var letter = new PendingDeadLetter(new DeadLetter { Topic = "bars", Partition = 0, Offset = offset, Reason = "bad", Time = default });
        _partition.AddDeadLetter(letter);
        _letters[offset] = letter;
        _buried.Add(offset);
    }

    private long Expected(SourcePosition[] processed)
    {
        for (var offset = 0L; offset < _partition.Next; offset++)
        {
            var symbol = Array.IndexOf(Symbols, _log[(int)offset].Symbol);
            var isOpen = _log[(int)offset].Kind == LogKind.End
                // Where a bar behind it was processed, in this life or one before, it ended nothing.
                ? (processed[symbol].Partition < 0 || processed[symbol].Offset < offset) && IsOpenEnd(symbol, offset)
                : _letters.TryGetValue(offset, out var letter)
                    ? !letter.HasArrived
                    : _bars.GetValueOrDefault(offset, BarOutcome.Reread) == BarOutcome.Accepted
                        && (processed[symbol].Partition < 0 || processed[symbol].Offset < offset);
            if (isOpen)
                return offset;
        }

        return _partition.Next;
    }

    // The symbol's last one, as long as nobody was told and no bar has come behind it.
    private bool IsOpenEnd(int symbol, long offset)
    {
        if (_feeds[symbol].HasEnded || offset < _firstRead)
            return false;
        for (var later = offset + 1; later < _partition.Next; later++)
        {
            if (_log[(int)later].Symbol == Symbols[symbol]
                && (_log[(int)later].Kind == LogKind.End
                    || (_bars.TryGetValue(later, out var outcome) && outcome is BarOutcome.Accepted or BarOutcome.Reread)))
            {
                return false;
            }
        }

        return true;
    }

    private sealed record Saved(
        PartitionPosition Position, (SourcePosition Position, EventTime Time)[] Processed, (string State, int Bars) Tape,
        List<(string, Bar)> Bars, HashSet<long> Buried, HashSet<long> Late);
}

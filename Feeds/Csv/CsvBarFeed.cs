using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Csv;

/// <summary>
/// The bars of one symbol from its file. For one consumer at a time; pieces of the file are parsed ahead of it on
/// other threads, and by the consumer itself where the next one is not ready.
/// </summary>
public sealed class CsvBarFeed : ISymbolFeed
{
    // One in the consumer's hands, two ahead of it.
    private const int ChunkCount = 3;

    private readonly CsvFile _file;
    private readonly ChunkQueue _queue;
    private readonly CsvChunk[] _chunks = [new(), new(), new()];
    private readonly List<RejectedRow> _rejected = [];
    private readonly int _lineStep;

    // Pieces whose text was read, and pieces that the consumer is done with; guarded by a lock on the file.
    private long _readCount;
    private long _doneCount;
    private bool _isAtEnd;

    // The consumer's own.
    private CsvChunk? _current;
    private BarState _last = BarState.None;

    // The last two bars of the batches before: whoever looks one bar ahead is done with the first of them only.
    private CsvBarPosition? _before;
    private CsvBarPosition? _secondBefore;
    private Exception? _error;
    private bool _hasEnded;
    private volatile bool _isClosed;

    internal CsvBarFeed(string symbol, CsvFile file, ChunkQueue queue, CsvBarFeedOptions options)
    {
        Symbol = symbol;
        _file = file;
        _queue = queue;
        _lineStep = options.Order == RowOrder.Ascending ? 1 : -1;
        options.StartAfter.TryGetValue(symbol, out _before);
        for (var i = 0; i < ChunkCount; i++)
            queue.Add(this);
    }

    public string Symbol { get; }

    /// <summary>Name of the file, without its folder.</summary>
    public string FileName => _file.Name;

    /// <summary>
    /// How much of the file is done when everything up to the bar of a line is: 0 … 1, estimated within a batch.
    /// </summary>
    public double FractionAt(long line)
    {
        if (_hasEnded)
            return 1;
        if (_current is not { Count: > 0 } chunk)
            return 0;
        var first = chunk.Events[0].Position.Offset;
        var rows = Math.Abs(chunk.Events[chunk.Count - 1].Position.Offset - first) + 1;
        var done = Math.Clamp((line - first) * _lineStep + 1, 0, rows);
        return chunk.StartFraction + (chunk.EndFraction - chunk.StartFraction) * done / rows;
    }

    /// <inheritdoc/>
    /// <exception cref="BadRowException">
    /// A row cannot be a bar and bad rows are not skipped; all bars before it were served.
    /// </exception>
    /// <exception cref="FeedException">The file cannot be read on; all bars before that were served.</exception>
    /// <exception cref="ObjectDisposedException">The set was closed.</exception>
    public EventBatch NextBatch()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        while (true)
        {
            Release();
            if (_error is not null)
            {
                _hasEnded = true;
                throw _error;
            }

            var chunk = TakeNext();
            if (chunk is null)
            {
                _hasEnded = true;
                return EventBatch.End;
            }

            Join(chunk);
            _current = chunk;
            _error = chunk.Error;
            _rejected.AddRange(chunk.Rejected);
            if (chunk.Count == 0)
                continue;
            _last = BarState.Of(chunk.Events[chunk.Count - 1].Bar);
            return new EventBatch(chunk.Events, chunk.Count);
        }
    }

    /// <summary>
    /// The rows left out that come before the last bar served, in the order in which they would have been served;
    /// after the end (or an error) also those behind it. Each is returned once.
    /// </summary>
    /// <param name="upToLine">
    /// Only those before this line's bar: what a position to resume from has behind it. Default null: all.
    /// </param>
    public IReadOnlyList<RejectedRow> TakeRejectedRows(long? upToLine = null)
    {
        long? limit = upToLine ?? (_hasEnded ? null : LastLine);
        var count = 0;
        while (count < _rejected.Count && (limit is null || (_rejected[count].Line - limit.Value) * _lineStep < 0))
            count++;
        var taken = _rejected.GetRange(0, count);
        _rejected.RemoveRange(0, count);
        return taken;
    }

    /// <summary>
    /// Where to resume when everything up to the bar of <paramref name="line"/> has been processed. Knows the bars of
    /// the latest batch and the two bars before it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">No such bar among them.</exception>
    public CsvBarPosition PositionAt(long line)
    {
        if (_before?.Line == line)
            return _before;
        if (_secondBefore?.Line == line)
            return _secondBefore;
        if (_current is { } chunk && Find(chunk, line) is >= 0 and var found)
            return new CsvBarPosition(line, chunk.Events[found].Time, OffsetOf(chunk, line));

        throw new ArgumentOutOfRangeException(nameof(line), line, $"not a line of {Symbol} that was served lately");
    }

    /// <summary>Fills one piece, if there is room and text for one.</summary>
    internal void FillAhead()
    {
        if (TryClaim() is { } chunk)
            Fill(chunk);
    }

    /// <summary>Closes the file, after everybody else has let go of it.</summary>
    internal void Close()
    {
        _isClosed = true;
        lock (_file)
        {
            _isAtEnd = true;
            _file.Dispose();
        }
    }

    private long LastLine => _current is { Count: > 0 } chunk
        ? chunk.Events[chunk.Count - 1].Position.Offset
        : _before?.Line ?? 0;

    private void Release()
    {
        if (_current is not { } chunk)
            return;
        if (chunk.Count > 0)
        {
            _secondBefore = chunk.Count > 1 ? PositionBeforeLast(chunk) : _before;
            ref var last = ref chunk.Events[chunk.Count - 1];
            _before = new CsvBarPosition(last.Position.Offset, last.Time, OffsetOf(chunk, chunk.LastRow));
        }

        _current = null;
        lock (_file)
            _doneCount++;
        _queue.Add(this);
    }

    /// <summary>The next piece, parsed: by others, or here and now.</summary>
    private CsvChunk? TakeNext()
    {
        var chunk = _chunks[_doneCount % ChunkCount];
        bool isClaimed;
        lock (_file)
            isClaimed = _readCount > _doneCount;
        if (!isClaimed)
        {
            // Another thread may be quicker, then the piece is in its hands.
            if (TryClaim() is { } own)
            {
                Fill(own);
            }
            else
            {
                lock (_file)
                {
                    if (_readCount == _doneCount)
                        return null;
                }
            }
        }

        while (true)
        {
            lock (chunk)
            {
                if (chunk.IsReady)
                    return chunk;
            }

            if (_queue.TryHelp())
                continue;
            lock (chunk)
            {
                while (!chunk.IsReady)
                    Monitor.Wait(chunk);
            }
        }
    }

    private CsvChunk? TryClaim()
    {
        lock (_file)
        {
            if (_isAtEnd || _readCount - _doneCount == ChunkCount)
                return null;
            var chunk = _chunks[_readCount % ChunkCount];
            try
            {
                chunk.StartFraction = _file.Fraction;
                if (!_file.TryRead(chunk))
                {
                    _isAtEnd = true;
                    return null;
                }

                chunk.EndFraction = _file.Fraction;
            }
            catch (Exception e)
            {
                // It belongs to the consumer's call, whoever's thread this is.
                chunk.Clear();
                chunk.Error = e;
                chunk.IsFailed = true;
                _isAtEnd = true;
            }

            _readCount++;
            return chunk;
        }
    }

    private void Fill(CsvChunk chunk)
    {
        if (!chunk.IsFailed)
        {
            try
            {
                _file.Parser.Parse(chunk, chunk.Initial);
            }
            catch (Exception e)
            {
                chunk.ClearResults();
                chunk.Error = e;
            }
        }

        lock (chunk)
        {
            chunk.IsReady = true;
            Monitor.PulseAll(chunk);
        }
    }

    /// <summary>Does what depends on the bar before the piece, which was not known when it was parsed.</summary>
    private void Join(CsvChunk chunk)
    {
        if (chunk.Initial.IsKnown)
            _last = chunk.Initial;
        else if (_last.IsKnown && chunk.Count > 0)
            JoinTo(_last, chunk);
    }

    private void JoinTo(in BarState last, CsvChunk chunk)
    {
        ref var first = ref chunk.Events[0];
        var isBehind = first.Time.Microseconds <= last.Time;
        if (!isBehind && chunk.IsFirstChangeComputed)
        {
            var bar = first.Bar;
            isBehind = !PercentChange.TryCompute(bar.Close.Mantissa, bar.PriceScale, last, out var change);
            first = new MarketEvent(
                new Bar(
                    bar.Time, bar.Open.Mantissa, bar.High.Mantissa, bar.Low.Mantissa, bar.Close.Mantissa, bar.PriceScale,
                    new Decimal64(change, PercentChange.Scale), bar.HasVolume ? bar.Volume : null),
                first.Position);
        }

        // The first row is bad, and so what comes after it is to be seen in another light.
        if (isBehind)
            _file.Parser.Parse(chunk, last);
    }

    private int Find(CsvChunk chunk, long line)
    {
        var low = 0;
        var high = chunk.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var distance = (line - chunk.Events[middle].Position.Offset) * _lineStep;
            if (distance == 0)
                return middle;
            if (distance > 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    // Found from the end, since this is done for every piece; a row that something stands between is left to be counted.
    private CsvBarPosition PositionBeforeLast(CsvChunk chunk)
    {
        ref var last = ref chunk.Events[chunk.Count - 1];
        ref var e = ref chunk.Events[chunk.Count - 2];
        if (last.Position.Offset - e.Position.Offset != _lineStep)
            return new CsvBarPosition(e.Position.Offset, e.Time);
        var at = chunk.Text.AsSpan(0, chunk.LastRow - 1).LastIndexOf((byte)'\n') + 1;
        return new CsvBarPosition(e.Position.Offset, e.Time, OffsetOf(chunk, Math.Max(at, chunk.Begin)));
    }

    private long OffsetOf(CsvChunk chunk, long line)
    {
        var at = chunk.Begin;
        for (var lines = Math.Abs(line - chunk.FirstLine); lines > 0; lines--)
            at = EndOfLine(chunk, at);
        return OffsetOf(chunk, at);
    }

    /// <summary>Where in the file a line of the piece starts.</summary>
    private long OffsetOf(CsvChunk chunk, int at) => _lineStep > 0
        ? chunk.Edge + at - chunk.Begin
        : chunk.Edge - (EndOfLine(chunk, at) - chunk.Begin);

    private static int EndOfLine(CsvChunk chunk, int at) =>
        at + chunk.Text.AsSpan(at, chunk.End - at).IndexOf((byte)'\n') + 1;
}

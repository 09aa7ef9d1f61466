using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Feeds.Captures;

/// <summary>
/// Depth and trades of one symbol from recorded frames, in their order of arrival, each at a time of its own
/// (<see cref="MarketEvent.After"/>). An event's position is its number among all events of the capture, whatever their
/// symbol and kind, so that it does not depend on what else is read. A frame that is left out counts as one, and is
/// <see cref="EventKind.DepthLost"/> to every symbol that has begun. For one consumer at a time.
/// </summary>
public sealed class CaptureFeed : ISymbolFeed, IDisposable
{
    private const int BatchSize = 256;

    private readonly CaptureFiles _capture;
    private readonly IEnumerator<CaptureReader> _frames;
    private readonly FrameParser _parser;
    private readonly Collector _events;
    private FeedException? _error;

    internal CaptureFeed(CaptureFiles capture, string symbol, bool withQuotes, CapturePosition? startAfter)
    {
        Symbol = symbol;
        _capture = capture;
        _parser = capture.Exchange.CreateParser();
        var events = _events = new Collector(symbol, withQuotes, startAfter);
        _frames = CaptureReader.ReadAll(capture.Files, capture.Format, capture.SkipsBadFrames ? (_, _) => events.Lose() : null).GetEnumerator();
    }

    public string Symbol { get; }

    /// <inheritdoc/>
    /// <exception cref="FeedException">
    /// A file can't be read on, a line or frame is damaged and is not to be left out, or the event to start after is another now; all events before
    /// that were served.
    /// </exception>
    public EventBatch NextBatch()
    {
        _events.Clear();
        while (_error is null && _events.Count < BatchSize && TryReadFrame())
        {
        }

        if (_events.Count > 0)
            return _events.Batch;
        return _error is null ? EventBatch.End : throw _error;
    }

    public void Dispose() => _frames.Dispose();

    private bool TryReadFrame()
    {
        try
        {
            if (!_frames.MoveNext())
            {
                if (_events.IsMissing)
                    _error = Changed("the files end before it now");
                return false;
            }

            var frame = _frames.Current;
            if (_parser.TryRead(frame.Frame.Span, frame.ReceivedTime, _events, frame.Symbol) is { } reason)
            {
                if (_capture.SkipsBadFrames)
                    _events.Lose();
                else
                    _error = frame.Wrong(reason);
            }

            if (_error is null && _events.IsOther)
                _error = Changed("it is another now");
        }
        catch (FeedException e)
        {
            _error = e;
        }

        return _error is null;
    }

    private FeedException Changed(string how) => new(
        _capture.Files[0], FormattableString.Invariant(
            $"the recorded frames have changed: event {_events.StartAfter!.Number} was of {Symbol} at {_events.StartAfter.Time}, {how}"));

    /// <summary>Takes the symbol's events of a frame.</summary>
    private sealed class Collector(string symbol, bool withQuotes, CapturePosition? startAfter) : IMarketSink
    {
        private MarketEvent[] _batch = new MarketEvent[BatchSize];
        private EventTime _last = EventTime.MinValue;
        private long _number;
        private bool _isFound = startAfter is null;

        public CapturePosition? StartAfter => startAfter;

        public int Count { get; private set; }

        public EventBatch Batch => new(_batch, Count);

        /// <summary>Whether the event to start after has not come yet.</summary>
        public bool IsMissing => !_isFound;

        /// <summary>Whether something else stands in the place of the event to start after.</summary>
        public bool IsOther => !_isFound && _number >= startAfter!.Number;

        public void Clear() => Count = 0;

        public void OnDepth(string of, DepthBuffer depth)
        {
            _number++;
            if (of != symbol)
                return;
            if (_isFound)
                Add(new MarketEvent(depth.ToEvent(), SourcePosition.Row(_number)));
            else
                Pass(depth.Header.Time);
        }

        public void OnTrade(string of, in Trade trade, EventTime receivedTime)
        {
            _number++;
            if (of != symbol)
                return;
            if (_isFound)
                Add(new MarketEvent(trade, SourcePosition.Row(_number)));
            else
                Pass(trade.Time);
        }

        public void OnQuote(string of, in Quote quote, long updateId)
        {
            _number++;
            if (!withQuotes || of != symbol)
                return;
            if (_isFound)
                Add(new MarketEvent(quote, SourcePosition.Row(_number)));
            else
                Pass(quote.Time);
        }

        public void OnNotice(FrameNotice notice, string text)
        {
        }

        /// <summary>A frame was left out, whatever was in it.</summary>
        public void Lose()
        {
            _number++;

            // Before its first event a symbol has no book that could lose anything, and no time.
            if (_last == EventTime.MinValue)
                return;
            if (_isFound)
                Add(MarketEvent.DepthLost(EventTime.MinValue, SourcePosition.Row(_number)));
            else
                Pass(EventTime.MinValue);
        }

        private void Add(in MarketEvent e)
        {
            if (Count == _batch.Length)
                Array.Resize(ref _batch, Count * 2);
            ref var added = ref _batch[Count++];
            added = e.After(_last);
            _last = added.Time;
        }

        // The same times as when these events were served.
        private void Pass(EventTime time)
        {
            _last = time > _last ? time : new EventTime(_last.Microseconds + 1);
            _isFound = _number == startAfter!.Number && _last == startAfter.Time;
        }
    }
}

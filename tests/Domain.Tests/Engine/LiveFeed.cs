using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>Events that come as a test lets them, in batches that change places as those of a live feed do.</summary>
internal sealed class LiveFeed : ISymbolFeed
{
    private readonly IReadOnlyList<MarketEvent> _events;
    private MarketEvent[] _served = [];
    private MarketEvent[] _other = [];
    private int _next;
    private int _arrived;

    public LiveFeed(string symbol, IReadOnlyList<MarketEvent> events, SourcePosition? after = null)
    {
        Symbol = symbol;
        _events = events;
        if (after is not { } position)
            return;
        while (_next < events.Count && !events[_next].Position.IsAfter(position))
            _next++;
        _arrived = _next;
    }

    public string Symbol { get; }

    public bool IsLive => true;

    /// <summary>Whether it says that it has ended, once it has handed out what has arrived.</summary>
    public bool Ends { get; set; }

    /// <summary>Events that have not arrived.</summary>
    public int Left => _events.Count - _arrived;

    /// <summary>Whether it told its last asker that it had ended.</summary>
    public bool SaidEnd { get; private set; }

    /// <summary>Time of the last event that it has handed out.</summary>
    public EventTime Shown { get; private set; } = EventTime.MinValue;

    /// <summary>Lets events arrive.</summary>
    public void Arrive(int count) => _arrived = Math.Min(_events.Count, _arrived + count);

    public EventBatch NextBatch()
    {
        var count = _arrived - _next;
        SaidEnd = count == 0 && Ends;
        if (count == 0)
            return Ends ? EventBatch.End : EventBatch.Pending;
        (_served, _other) = (_other, _served);
        // What the run still holds of the batch before must not depend on what is written into this one.
        Array.Clear(_other);
        if (_served.Length < count)
            _served = new MarketEvent[count * 2];
        for (var i = 0; i < count; i++)
            _served[i] = _events[_next + i];
        _next = _arrived;
        Shown = _served[count - 1].Time;
        return new EventBatch(_served, count);
    }
}

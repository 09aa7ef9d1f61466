using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>Events from memory, in batches that reuse one array as a real feed does.</summary>
internal sealed class MemoryFeed : ISymbolFeed
{
    private readonly IReadOnlyList<MarketEvent> _events;
    private readonly MarketEvent[] _batch;
    private int _next;

    public MemoryFeed(string symbol, IReadOnlyList<MarketEvent> events, int batchSize = 64, SourcePosition? after = null)
    {
        Symbol = symbol;
        _events = events;
        _batch = new MarketEvent[batchSize];
        if (after is not { } position)
            return;
        while (_next < events.Count && !events[_next].Position.IsAfter(position))
            _next++;
    }

    public string Symbol { get; }

    public EventBatch NextBatch()
    {
        var count = Math.Min(_batch.Length, _events.Count - _next);
        if (count == 0)
            return EventBatch.End;
        for (var i = 0; i < count; i++)
            _batch[i] = _events[_next + i];
        _next += count;
        return new EventBatch(_batch, count);
    }
}

using TradeBooks.Domain.Market;

namespace TradeBooks.Benchmarks;

/// <summary>Serves bars from memory in one batch.</summary>
internal sealed class MemoryFeed(string symbol, MarketEvent[] events) : ISymbolFeed
{
    private bool _isServed;

    public string Symbol => symbol;

    public EventBatch NextBatch()
    {
        if (_isServed)
            return EventBatch.End;
        _isServed = true;
        return new EventBatch(events, events.Length);
    }
}

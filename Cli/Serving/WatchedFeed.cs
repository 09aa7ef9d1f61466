using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Serving;

/// <summary>A feed whose latest bars are kept.</summary>
internal sealed class WatchedFeed(ISymbolFeed inner) : ISymbolFeed
{
    private const int Kept = 1_000;
    private readonly Queue<Bar> _done = new();
    private MarketEvent[] _batch = [];
    private long _doneCount;

    public string Symbol => inner.Symbol;

    public bool IsLive => inner.IsLive;

    public EventBatch NextBatch()
    {
        // The engine has taken all of the batch before; its array may be used again.
        foreach (ref readonly var e in _batch.AsSpan())
            Keep(e);
        var batch = inner.NextBatch();
        _batch = batch.Count > 0 ? batch.Events.AsSpan(0, batch.Count).ToArray() : [];
        return batch;
    }

    /// <summary>Bars up to a time.</summary>
    public long Count(EventTime upTo) => _doneCount + Current(upTo).Count();

    /// <summary>The latest bars up to a time, oldest first.</summary>
    public IReadOnlyList<Bar> Latest(EventTime upTo) =>
        [.. _done.Where(bar => bar.Time <= upTo).Concat(Current(upTo)).TakeLast(Kept)];

    private IEnumerable<Bar> Current(EventTime upTo) =>
        _batch.Where(e => e.Kind == EventKind.Bar && e.Time <= upTo).Select(e => e.Bar);

    private void Keep(in MarketEvent e)
    {
        if (e.Kind != EventKind.Bar)
            return;
        if (_done.Count == Kept)
            _done.Dequeue();
        _done.Enqueue(e.Bar);
        _doneCount++;
    }
}

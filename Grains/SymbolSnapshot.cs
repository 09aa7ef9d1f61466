using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Grains;

/// <summary>Everything of a symbol that its snapshot holds.</summary>
/// <param name="symbol">The symbol.</param>
/// <param name="lanes">Its engines.</param>
internal sealed class SymbolSnapshot(string symbol, IReadOnlyList<SymbolLane> lanes) : IPersistent
{
    private readonly SortedDictionary<string, long> _positions = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _ended = new(StringComparer.Ordinal);

    /// <summary>Event time of the last event.</summary>
    public EventTime Time = EventTime.MinValue;

    /// <summary>Time of the last bar, which a repeated one is told by.</summary>
    public EventTime LastBar = EventTime.MinValue;

    /// <summary>What people want; its engines may have to go through some slots again before.</summary>
    public bool IsPaused;

    public bool IsEnded;
    public long Bars;
    public long DepthEvents;
    public long Trades;
    public long Duplicates;
    public long Revisions;
    public long DeadLetters;

    /// <summary>Last offset applied, by source.</summary>
    public IReadOnlyDictionary<string, long> Positions => _positions;

    /// <summary>The last offset of a source that was applied; −1 before the first.</summary>
    public long Position(string source) => _positions.GetValueOrDefault(source, -1);

    public void SetPosition(string source, long offset) => _positions[source] = offset;

    /// <summary>A source has said that the symbol's data ends.</summary>
    /// <returns>How many of them have.</returns>
    public int End(string source)
    {
        _ended.Add(source);
        return _ended.Count;
    }

    /// <summary>Notes an event that is applied.</summary>
    public void Note(string source, EventKind kind)
    {
        _ended.Remove(source);
        switch (kind)
        {
            case EventKind.Bar:
                Bars++;
                break;
            case EventKind.Trade:
                Trades++;
                break;
            case EventKind.DepthSnapshot or EventKind.DepthUpdate:
                DepthEvents++;
                break;
        }
    }

    public void Persist(StateArchive archive)
    {
        var (time, lastBar) = (Time.Microseconds, LastBar.Microseconds);
        archive.Item("time", ref time);
        archive.Item("lastBar", ref lastBar);
        (Time, LastBar) = (new EventTime(time), new EventTime(lastBar));
        archive.Item("isPaused", ref IsPaused);
        archive.Item("isEnded", ref IsEnded);
        archive.Item("bars", ref Bars);
        archive.Item("depthEvents", ref DepthEvents);
        archive.Item("trades", ref Trades);
        archive.Item("duplicates", ref Duplicates);
        archive.Item("revisions", ref Revisions);
        archive.Item("deadLetters", ref DeadLetters);
        PersistPositions(archive);
        archive.FixedList("portfolios", lanes.Count, PersistLane);
    }

    private void PersistPositions(StateArchive archive)
    {
        var sources = _positions.Keys.ToArray();
        var count = sources.Length;
        archive.List("positions", ref count, (index, element) =>
        {
            var source = archive.IsLoading ? "" : sources[index];
            var offset = archive.IsLoading ? 0 : _positions[source];
            var isEnded = _ended.Contains(source);
            element.Item("source", ref source);
            element.Item("offset", ref offset);
            element.Item("isEnded", ref isEnded);
            _positions[source] = offset;
            if (isEnded)
                _ended.Add(source);
        });
    }

    private void PersistLane(int index, StateArchive archive)
    {
        var lane = lanes[index];
        var key = lane.Portfolio;
        archive.Item("portfolio", ref key);
        if (key != lane.Portfolio)
            throw new StateException($"saved state of {symbol}: portfolio '{key}' where the settings have '{lane.Portfolio}'");
        archive.Item("side", lane.Side);
    }
}

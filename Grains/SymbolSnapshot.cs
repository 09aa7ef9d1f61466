using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Grains;

/// <summary>Everything of a symbol that its snapshot holds.</summary>
/// <param name="symbol">The symbol.</param>
/// <param name="lanes">Its engines.</param>
internal sealed class SymbolSnapshot(string symbol, IReadOnlyList<SymbolLane> lanes) : IPersistent
{
    private readonly SortedDictionary<string, long> _positions = new(StringComparer.Ordinal);

    /// <summary>Event time of the last event.</summary>
    public EventTime Time = EventTime.MinValue;

    /// <summary>What people want; its engines may have to go through some slots again before.</summary>
    public bool IsPaused;

    public bool IsEnded;
    public long Bars;
    public long Duplicates;
    public long Revisions;
    public long DeadLetters;

    /// <summary>Last offset applied, by source.</summary>
    public IReadOnlyDictionary<string, long> Positions => _positions;

    /// <summary>The last offset of a source that was applied; −1 before the first.</summary>
    public long Position(string source) => _positions.GetValueOrDefault(source, -1);

    public void SetPosition(string source, long offset) => _positions[source] = offset;

    public void Persist(StateArchive archive)
    {
        var time = Time.Microseconds;
        archive.Item("time", ref time);
        Time = new EventTime(time);
        archive.Item("isPaused", ref IsPaused);
        archive.Item("isEnded", ref IsEnded);
        archive.Item("bars", ref Bars);
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
            element.Item("source", ref source);
            element.Item("offset", ref offset);
            _positions[source] = offset;
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

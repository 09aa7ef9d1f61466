using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>What one connection has seen since it began, over all its reconnections.</summary>
/// <param name="Symbols">Symbols that it carries.</param>
/// <param name="InSync">Symbols whose book is in sync now.</param>
/// <param name="IsConnected">Whether it is up now.</param>
/// <param name="Frames">Frames that came in.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="BadFrames">Frames that could not be read.</param>
/// <param name="Connects">How often it was made; one less is how often it was made again.</param>
/// <param name="Snapshots">Snapshots that came in, by either way.</param>
/// <param name="Resyncs">How often a book that was in sync needed a new snapshot.</param>
/// <param name="Refusals">How often the exchange refused a request for its rate (429, 418).</param>
/// <param name="Latency">Time of receipt less event time of the last event, which differing clocks may make negative.</param>
/// <param name="AverageLatency">The same, average of the events of the last minute or so.</param>
/// <param name="LastFrame">When the last frame came in; <see cref="EventTime.MinValue"/> before the first.</param>
/// <param name="Events">Depth updates and trades that came in; there is no latency before the first.</param>
public readonly record struct ConnectionCounters(
    int Symbols, int InSync, bool IsConnected, long Frames, long Bytes, long BadFrames, long Connects, long Snapshots, long Resyncs,
    long Refusals, TimeSpan Latency, TimeSpan AverageLatency, EventTime LastFrame,
    long Events);

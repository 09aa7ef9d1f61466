using System.Diagnostics.Metrics;
using TradeBooks.Domain.Desk;

namespace TradeBooks.Cli.Serving;

/// <summary>Books by symbol and connections by number, for <c>/metrics</c>.</summary>
internal sealed class MarketMetrics : IDisposable
{
    public const string MeterName = "TradeBooks.Market";
    private readonly Meter _meter = new(MeterName);
    private readonly MarketWatch _watch;
    private readonly string _exchange;

    /// <param name="watch">What is shown.</param>
    /// <param name="exchange">Name of the exchange.</param>
    public MarketMetrics(MarketWatch watch, string exchange)
    {
        _watch = watch;
        _exchange = exchange;
        BookGauge("in_sync", "1", "Whether the book is known to be the exchange's: 1, else 0.", book => book.IsInSync ? 1 : 0);
        BookGauge("held", "{update}", "Depth updates that wait for a snapshot.", book => book.Counters.Held);
        BookCounter("messages", "{update}", "Depth updates that came in.", book => book.Counters.Messages);
        BookCounter("applied", "{update}", "Depth updates that were applied.", book => book.Counters.Applied);
        BookCounter("dropped", "{update}", "Depth updates that were left out.", book => book.Counters.Dropped);
        BookCounter("snapshots", "{snapshot}", "Snapshots that came in.", book => book.Counters.Snapshots);
        BookCounter("resyncs", "{resync}", "How often a new snapshot was called for, lost connections not counted.", book => book.Counters.Resyncs);
        BookCounter("checksum_failures", "{failure}", "How often the exchange's checksum was not the book's.", book => book.Counters.ChecksumFailures);
        ConnectionGauge("connected", "1", "Whether the connection is up: 1, else 0.", connection => connection.IsConnected ? 1 : 0);
        ConnectionGauge("symbols", "{symbol}", "Symbols that the connection carries.", connection => connection.Symbols.Count);
        ConnectionGauge("in_sync", "{symbol}", "Symbols whose book is in sync.", connection => connection.InSync);
        ConnectionGauge("latency", "s", "Time from the last event to its receipt.", connection => connection.LatencyMilliseconds / 1000);
        ConnectionGauge("average_latency", "s", "The same, average of the last minute or so.", connection => connection.AverageLatencyMilliseconds / 1000);
        ConnectionCounter("frames", "{frame}", "Frames that came in.", connection => connection.Frames);
        ConnectionCounter("received", "By", "Bytes of the frames that came in.", connection => connection.Bytes);
        ConnectionCounter("bad_frames", "{frame}", "Frames that could not be read.", connection => connection.BadFrames);
        ConnectionCounter("events", "{event}", "Depth updates and trades that came in.", connection => connection.Events);
        ConnectionCounter("connects", "{connect}", "How often the connection was made.", connection => connection.Connects);
        ConnectionCounter("snapshots", "{snapshot}", "Snapshots that came in.", connection => connection.Snapshots);
        ConnectionCounter("resyncs", "{resync}", "How often a book that was in sync needed a new snapshot.", connection => connection.Resyncs);
        ConnectionCounter("refusals", "{request}", "Requests that the exchange refused for their rate.", connection => connection.Refusals);
    }

    public void Dispose() => _meter.Dispose();

    private void BookGauge(string name, string unit, string description, Func<BookView, long> value) =>
        _meter.CreateObservableGauge("tradebooks.book." + name, () => Books(value), unit, description);

    private void BookCounter(string name, string unit, string description, Func<BookView, long> value) =>
        _meter.CreateObservableCounter("tradebooks.book." + name, () => Books(value), unit, description);

    private void ConnectionGauge(string name, string unit, string description, Func<ConnectionView, double?> value) =>
        _meter.CreateObservableGauge("tradebooks.connection." + name, () => Connections(value), unit, description);

    private void ConnectionCounter(string name, string unit, string description, Func<ConnectionView, long> value) =>
        _meter.CreateObservableCounter(
            "tradebooks.connection." + name, () => Connections(connection => (long?)value(connection)), unit, description);

    private IEnumerable<Measurement<long>> Books(Func<BookView, long> value) => _watch.Readings().Select(
        reading => new Measurement<long>(value(reading.Value.Book), new("exchange", _exchange), new("symbol", reading.Key)));

    // What a connection does not know yet is left out.
    private IEnumerable<Measurement<T>> Connections<T>(Func<ConnectionView, T?> value)
        where T : struct =>
        from connection in _watch.Connections()
        let known = value(connection)
        where known is not null
        select new Measurement<T>(known.Value, new("exchange", connection.Exchange), new("connection", connection.Number));
}

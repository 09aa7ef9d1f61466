using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Sends bars to the topics of their symbols, each symbol's behind the last bar that its topic has: what is sent twice is
/// there once. For one caller at a time.
/// </summary>
public sealed class BarPublisher : IDisposable
{
    private readonly KafkaPublisher _publisher;
    private readonly Dictionary<string, int> _indexes;
    private readonly EventTime[] _last;
    private readonly CancellationToken _stop;

    private BarPublisher(KafkaPublisher publisher, IReadOnlyList<PublishedPosition> before, CancellationToken stop)
    {
        _publisher = publisher;
        _stop = stop;
        _indexes = publisher.Routes.Select((route, i) => (route.Symbol, i)).ToDictionary(entry => entry.Symbol, entry => entry.i, StringComparer.Ordinal);
        _last = [.. before.Select(position => position.LastBar)];
    }

    /// <summary>Bars that the client was given.</summary>
    public long Published => _publisher.Published;

    /// <summary>Bars that the topics had already, or something later.</summary>
    public long Known { get; private set; }

    /// <summary>Bars that the broker has not acknowledged yet.</summary>
    public long InFlight => _publisher.InFlight;

    /// <summary>Starts the client, creates missing topics, and reads how far each symbol's goes.</summary>
    /// <param name="options">How Kafka is reached, and the topics.</param>
    /// <param name="symbols">The symbols that may come.</param>
    /// <param name="notices">Is told what the client says.</param>
    /// <param name="clock">Wall time, for timeouts.</param>
    /// <param name="stop">Ends a wait, which throws then.</param>
    /// <exception cref="SettingException">No topic can be called so, or a property of librdkafka can't be.</exception>
    /// <exception cref="BrokerException">No broker answers in time, or a topic can't be made or read.</exception>
    /// <exception cref="FeedException">The map can't be read or lacks a symbol, or a topic lacks partitions that it names.</exception>
    /// <exception cref="OperationCanceledException">Stopped while waiting.</exception>
    public static BarPublisher Open(
        KafkaOptions options, IReadOnlyList<string> symbols, BrokerNotices notices, TimeProvider clock, CancellationToken stop)
    {
        var publisher = KafkaPublisher.Open(options, new SymbolRoutes(options, symbols), notices, clock, stop);
        try
        {
            return new BarPublisher(publisher, PublishedPositions.Read(options, publisher.Routes, notices, clock, stop), stop);
        }
        catch
        {
            publisher.Dispose();
            throw;
        }
    }

    /// <exception cref="FeedException">The symbol is none of those named at the start.</exception>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public void Publish(string symbol, Bar bar)
    {
        if (!_indexes.TryGetValue(symbol, out var index))
            throw new FeedException(symbol, "the partition map lacks the symbol, so its bars have no topic");
        if (bar.Time <= _last[index])
        {
            Known++;
            return;
        }

        _last[index] = bar.Time;
        if (!_publisher.Publish(index, bar, _publisher.Published + 1, _stop))
            throw new OperationCanceledException(_stop);
    }

    /// <summary>Waits until every bar is acknowledged.</summary>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public void Complete() => _publisher.Complete(_stop);

    /// <summary>Waits until every bar is acknowledged, whether stopped or not.</summary>
    /// <param name="limit">How long, about.</param>
    /// <returns>Whether it came to that.</returns>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    public bool Flush(TimeSpan limit) => _publisher.Flush(limit);

    /// <summary>To be called some times a second while nothing is sent.</summary>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    public void ThrowIfFailed() => _publisher.ThrowIfFailed();

    /// <summary>Ends the client; what is on its way is given up.</summary>
    public void Dispose() => _publisher.Dispose();
}

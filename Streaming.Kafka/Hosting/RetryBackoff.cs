using Orleans.Runtime.Providers;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// How long what failed waits before it is tried again: doubling up to a limit, half of it by chance, so that a grain that
/// is back soon is not kept waiting and one that is not is not pressed.
/// </summary>
internal sealed class RetryBackoff : IMessageDeliveryBackoffProvider, IQueueReaderBackoffProvider
{
    private const int MostDoublings = 10;
    private readonly TimeSpan _first;
    private readonly TimeSpan _most;

    private RetryBackoff(TimeSpan first, TimeSpan most)
    {
        _first = first;
        _most = most;
    }

    public static RetryBackoff OfDeliveries() => new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2));

    /// <summary>A read fails where somebody must act.</summary>
    public static RetryBackoff OfReads() => new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));

    public TimeSpan Next(int attempt)
    {
        var wait = _first * (1 << Math.Clamp(attempt, 0, MostDoublings));
        return (wait < _most ? wait : _most) * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}

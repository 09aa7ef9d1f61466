using Orleans.Runtime.Providers;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// How long a delivery that failed waits before it is tried again: 50 ms, doubling to 2 s, half of it by chance, so that
/// a grain that is back soon is not kept waiting and one that is not is not pressed.
/// </summary>
internal sealed class DeliveryBackoff : IMessageDeliveryBackoffProvider
{
    private const int FirstMilliseconds = 50;
    private const int MostMilliseconds = 2000;

    public TimeSpan Next(int attempt)
    {
        var most = Math.Min(MostMilliseconds, FirstMilliseconds << Math.Clamp(attempt, 0, 10));
        return TimeSpan.FromMilliseconds((most / 2) + Random.Shared.Next((most / 2) + 1));
    }
}

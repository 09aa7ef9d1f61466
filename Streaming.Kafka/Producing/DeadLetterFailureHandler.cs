using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// Sends what could not be delivered within <c>StreamPullingAgentOptions.MaxEventDeliveryTime</c> to the dead letters, and
/// only then lets it pass. Orleans also calls it for deliveries that a shutdown broke off: those are left to the next owner.
/// </summary>
internal sealed class DeadLetterFailureHandler(Func<KafkaQueueCache?> getCache, DeadLetterWriter deadLetters, KafkaMetrics metrics, CancellationToken stopping) : IStreamFailureHandler
{
    public bool ShouldFaultSubsriptionOnError => false;

    public async Task OnDeliveryFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken sequenceToken)
    {
        if (getCache() is not { } cache || sequenceToken is null || cache.Find(streamIdentity, sequenceToken) is not { } container)
            return;
        metrics.Errors.Add(1);
        await cache.WaitForSignOfLife();
        var reason = $"stream {streamIdentity}: not delivered in time to subscription {subscriptionId}";
        // When this returns, the container counts as done. What could not be written is not.
        if (!await deadLetters.WriteAsync(container.Records, reason, stopping))
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
    }

    /// <summary>A handshake failed; Orleans delivers from the first record that it holds.</summary>
    public Task OnSubscriptionFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken sequenceToken)
    {
        metrics.Errors.Add(1);
        return Task.CompletedTask;
    }
}

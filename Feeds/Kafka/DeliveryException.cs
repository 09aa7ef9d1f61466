namespace TradeBooks.Feeds.Kafka;

/// <summary>Records were given up, or were on their way when the first of them was.</summary>
public sealed class DeliveryException : BrokerException
{
    /// <param name="message">What happened, in one line.</param>
    /// <param name="failures">The first of them.</param>
    /// <param name="count">All that were not acknowledged, those behind the failed ones included.</param>
    public DeliveryException(string message, IReadOnlyList<DeliveryFailure> failures, long count)
        : base(message)
    {
        Failures = failures;
        Count = count;
    }

    /// <summary>The first of them, oldest first.</summary>
    public IReadOnlyList<DeliveryFailure> Failures { get; }

    /// <summary>All that were not acknowledged, those behind the failed ones included.</summary>
    public long Count { get; }
}

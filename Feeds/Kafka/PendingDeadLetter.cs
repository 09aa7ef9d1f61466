namespace TradeBooks.Feeds.Kafka;

/// <summary>A dead letter on its way.</summary>
internal sealed class PendingDeadLetter(DeadLetter letter)
{
    private volatile bool _hasArrived;

    public DeadLetter Letter => letter;

    /// <summary>Of the record in its own partition.</summary>
    public long Offset => letter.Offset;

    /// <summary>Whether its value was cut, since the broker refused the whole.</summary>
    public bool IsCut { get; set; }

    /// <summary>Whether the broker has it. Set by the client's thread.</summary>
    public bool HasArrived
    {
        get => _hasArrived;
        set => _hasArrived = value;
    }
}

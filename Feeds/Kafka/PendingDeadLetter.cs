namespace TradeBooks.Feeds.Kafka;

/// <summary>A dead letter on its way.</summary>
internal sealed class PendingDeadLetter(DeadLetter letter)
{
    private readonly TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DeadLetter Letter => letter;

    /// <summary>Of the record in its own partition.</summary>
    public long Offset => letter.Offset;

    /// <summary>Whether its value was cut, since the broker refused the whole.</summary>
    public bool IsCut { get; set; }

    /// <summary>Ends when the broker has it.</summary>
    public Task Arrival => _arrival.Task;

    /// <summary>Whether the broker has it. Set by the client's thread.</summary>
    public bool HasArrived => _arrival.Task.IsCompleted;

    /// <summary>The broker has it.</summary>
    public void Arrive() => _arrival.TrySetResult();
}

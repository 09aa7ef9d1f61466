namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>Holds whoever comes until it is opened.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when somebody waits at it.</summary>
    public Task Entered => _entered.Task.WaitAsync(Until.Limit);

    public Task Pass()
    {
        _entered.TrySetResult();
        return _open.Task;
    }

    /// <summary>Sends away whoever waits, with an error.</summary>
    public void Fail(Exception error) => _open.TrySetException(error);

    public void Open() => _open.TrySetResult();
}

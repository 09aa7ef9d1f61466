namespace TradeBooks.Grains;

/// <summary>Waits between attempts: 20 ms, then twice as long each time, up to a second.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private TimeSpan _next = TimeSpan.FromMilliseconds(20);

    /// <exception cref="OperationCanceledException">The host is stopping.</exception>
    public Task Wait(TimeProvider clock, CancellationToken cancellation)
    {
        var wait = _next;
        _next = wait * 2 > Longest ? Longest : wait * 2;
        return Task.Delay(wait, clock, cancellation);
    }
}

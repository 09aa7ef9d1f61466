using System.Net.Http.Headers;

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>Lets requests to one exchange through one after the other, no sooner than its limits and its last refusal allow.</summary>
internal sealed class RequestGate(TimeSpan interval, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Waits for one's turn.</summary>
    /// <exception cref="OperationCanceledException">Stopped while waiting.</exception>
    public async Task EnterAsync(CancellationToken stop)
    {
        while (true)
        {
            TimeSpan wait;
            lock (_lock)
            {
                var now = clock.GetUtcNow();
                if (now >= _next)
                {
                    _next = now + interval;
                    return;
                }

                wait = _next - now;
            }

            // The gate may have been closed for longer in between, so it is looked at again.
            await Task.Delay(wait, clock, stop);
        }
    }

    /// <summary>The exchange wants no request for so long.</summary>
    public void Close(TimeSpan wait)
    {
        lock (_lock)
        {
            var until = clock.GetUtcNow() + wait;
            if (until > _next)
                _next = until;
        }
    }

    /// <summary>How long an answer asks to wait; null where it does not say.</summary>
    public static TimeSpan? WaitOf(RetryConditionHeaderValue? retryAfter, TimeProvider clock) =>
        retryAfter?.Delta ?? (retryAfter?.Date - clock.GetUtcNow());
}

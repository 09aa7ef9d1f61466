using TradeBooks.Domain.Desk;

namespace TradeBooks.Cli.Serving;

/// <summary>How long a run's answer is waited for.</summary>
internal static class AnswerWait
{
    // The run looks up between slots; only a disk or broker that hangs keeps it longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The answer, if it comes in time; a question that still waits after that is not asked any more.</summary>
    /// <exception cref="DeskUnavailableException">It does not.</exception>
    public static async Task<T> InTimeAsync<T>(
        Func<CancellationToken, Task<T>> ask, TimeProvider clock, CancellationToken cancellation)
    {
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            return await ask(given.Token).WaitAsync(Patience, clock, cancellation);
        }
        catch (TimeoutException e)
        {
            await given.CancelAsync();
            throw new DeskUnavailableException("the run is busy and does not answer", e);
        }
    }
}

using TradeBooks.Domain.Desk;

namespace TradeBooks.Cli.Serving;

/// <summary>How long a run's answer is waited for.</summary>
internal static class AnswerWait
{
    // The run looks up between slots; only a disk or broker that hangs keeps it longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The answer, if it comes in time.</summary>
    /// <exception cref="DeskUnavailableException">It does not.</exception>
    public static async Task<T> InTimeAsync<T>(this Task<T> answer, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            return await answer.WaitAsync(Patience, clock, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new DeskUnavailableException("the run is busy and does not answer", e);
        }
    }
}

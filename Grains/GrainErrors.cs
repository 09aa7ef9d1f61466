
using TradeBooks.Domain.Desk;

namespace TradeBooks.Grains;

/// <summary>What an error of a grain call means to the caller.</summary>
internal static class GrainErrors
{
    /// <summary>Whether the same call may succeed later: the other side is slow, moving, or its silo or database is gone.</summary>
    public static bool IsTransient(Exception error) =>
        error is TimeoutException or OrleansException or OperationCanceledException or PortfolioMovedException or DeskUnavailableException;
}

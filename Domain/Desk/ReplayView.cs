using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Desk;

/// <summary>How a replay stands.</summary>
/// <param name="State">Whether it goes on.</param>
/// <param name="Speed">Event time per wall time; null for as fast as possible.</param>
/// <param name="Time">Event time of the last slot.</param>
/// <param name="Events">Events processed.</param>
public sealed record ReplayView(ReplayState State, double? Speed, EventTime Time, long Events)
{
    /// <summary>Whether the host takes commands; a host that has a replay does.</summary>
    public bool CanControl { get; } = true;
}

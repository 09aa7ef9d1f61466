namespace TradeBooks.Domain.Desk;

/// <summary>Whether a replay goes on.</summary>
public enum ReplayState : byte
{
    /// <summary>Slots are processed as they are due.</summary>
    Running = 0,

    /// <summary>It stands between two slots until it is resumed or stepped.</summary>
    Paused = 1,

    /// <summary>All data are processed.</summary>
    Ended = 2,
}

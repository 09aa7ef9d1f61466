namespace TradeBooks.Domain.Books;

/// <summary>What a <see cref="DepthSequencer"/> makes of a depth event.</summary>
public enum DepthOutcome : byte
{
    /// <summary>It is the next event: apply it.</summary>
    Accept = 0,

    /// <summary>It is not needed: leave it out.</summary>
    Drop = 1,

    /// <summary>It may be needed once there is a snapshot: keep it.</summary>
    Hold = 2,

    /// <summary>The book is not, or no longer, known to be the exchange's: a new snapshot is needed.</summary>
    Resynchronise = 3,
}

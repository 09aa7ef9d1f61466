using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Orders;

/// <summary>What has become of an order that is matched against a book, which may fill it in parts.</summary>
internal struct BookProgress
{
    /// <summary>Units that were traded; of an exit also those that its sibling has traded.</summary>
    public decimal Filled;

    /// <summary>Number of its next fill.</summary>
    public int Fills;

    /// <summary>When it came to rest, counted by the venue; 0 while it does not rest.</summary>
    public long Rested;

    /// <summary>Units of others that are to be filled before it.</summary>
    public decimal Ahead;

    /// <summary>Of an entry: the group of the exits that its fills placed; 0 for none.</summary>
    public int ExitGroup;

    /// <summary>Of an entry: number of the next fill of its stop loss.</summary>
    public int StopFills;

    /// <summary>Of an entry: number of the next fill of its take profit.</summary>
    public int TargetFills;

    /// <summary>Whether the event in hand made it grow, an exit: it trades from the next on; not saved.</summary>
    public bool HasGrown;

    /// <summary>The last trade that it was matched against; not saved.</summary>
    public long LastTrade;

    public void Persist(StateArchive archive)
    {
        archive.Optional("filled", ref Filled);
        archive.Optional("fills", ref Fills);
        archive.Optional("rested", ref Rested);
        archive.Optional("ahead", ref Ahead);
        archive.Optional("exitGroup", ref ExitGroup);
        archive.Optional("stopFills", ref StopFills);
        archive.Optional("targetFills", ref TargetFills);
        if (archive.IsLoading)
            LastTrade = 0;
    }
}

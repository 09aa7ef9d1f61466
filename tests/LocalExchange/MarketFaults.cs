namespace TradeBooks.Tests.Markets;

/// <summary>What a <see cref="LocalExchange"/> does wrong, by chance: once in so many frames or requests; 0 for never.</summary>
internal sealed record MarketFaults
{
    public static readonly MarketFaults None = new();

    public int Drop { get; init; }

    public int Double { get; init; }

    public int Garbage { get; init; }

    public int CutOff { get; init; }

    public int Disconnect { get; init; }

    /// <summary>A connection that sends nothing more, and does not end either.</summary>
    public int Silence { get; init; }

    public int RefuseRequest { get; init; }

    public int FailRequest { get; init; }

    public int SlowRequest { get; init; }

    public int GarbageAnswer { get; init; }

    /// <summary>A snapshot of a while ago.</summary>
    public int StaleAnswer { get; init; }
}

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>How a connector behaves. The defaults are those for the exchanges' production addresses.</summary>
public sealed record ConnectorOptions
{
    /// <summary>Address of the WebSocket; null for the exchange's own.</summary>
    public Uri? StreamAddress { get; init; }

    /// <summary>Address of the REST interface; null for the exchange's own.</summary>
    public Uri? RestAddress { get; init; }

    /// <summary>Whether the exchange's own best bid and ask are subscribed too. Default false.</summary>
    public bool WithQuotes { get; init; }

    /// <summary>Symbols of one connection; null for as many as the exchange allows.</summary>
    public int? SymbolsPerConnection { get; init; }

    /// <summary>Time between two snapshots over REST; null for what the exchange allows.</summary>
    public TimeSpan? SnapshotInterval { get; init; }

    /// <summary>Time between two messages to the exchange on one connection; null for what the exchange allows.</summary>
    public TimeSpan? MessageInterval { get; init; }

    /// <summary>How long a connection or an answer over REST may take. Default 10 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Without any frame for so long, a connection is ended and made again; after a third of it the exchange is pinged. Default 30 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When a connection is made anew before the exchange ends it; null for a quarter of an hour before that.</summary>
    public TimeSpan? LongestConnection { get; init; }

    /// <summary>Wait after the first failure, doubled with each further one, and made shorter at random by up to a half. Default 0.5 s.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait, but for one that the exchange asks for. Default 30 s.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Seed of the random part of waits; null for another one each time.</summary>
    public int? Seed { get; init; }
}

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>How an exchange's market data are asked for: addresses, messages and limits. Its frames are read by a <see cref="FrameParser"/>.</summary>
public interface IExchangeProtocol
{
    /// <summary>Whose it is.</summary>
    Exchange Exchange { get; }

    /// <summary>Address of the WebSocket in production.</summary>
    Uri StreamAddress { get; }

    /// <summary>Address that those of snapshots are relative to, in production; null where snapshots come through the WebSocket.</summary>
    Uri? RestAddress { get; }

    /// <summary>Symbols that one connection carries at most.</summary>
    int SymbolsPerConnection { get; }

    /// <summary>Time between two messages to the exchange on one connection.</summary>
    TimeSpan MessageInterval { get; }

    /// <summary>Time between two snapshots over REST, all connections together: what the exchange's request weight allows, halved.</summary>
    TimeSpan SnapshotInterval { get; }

    /// <summary>When the exchange ends a connection by itself; null where it does not.</summary>
    TimeSpan? LongestConnection { get; }

    /// <summary>The symbol as the rest of the system names it; null where there can be none called so.</summary>
    string? Normalise(string symbol);

    /// <summary>The messages that subscribe depth and trades.</summary>
    /// <param name="symbols">Normalised symbols.</param>
    /// <param name="withQuotes">Whether the exchange's own best bid and ask are wanted too, where they carry update ids.</param>
    IEnumerable<string> Subscribe(IReadOnlyList<string> symbols, bool withQuotes);

    /// <summary>The messages after which the exchange sends a symbol's snapshot again; none where it is to be had over REST.</summary>
    IEnumerable<string> Resubscribe(string symbol);

    /// <summary>A message that the exchange answers with a frame, to see whether it lives.</summary>
    string Ping(long number);

    /// <summary>Path and query of a symbol's snapshot, relative to <see cref="RestAddress"/>; null where that is null.</summary>
    string? SnapshotPath(string symbol);
}

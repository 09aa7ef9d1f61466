using TradeBooks.Domain.Books;

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>What a connection works with.</summary>
internal sealed record ConnectionSetup
{
    public required IExchangeProtocol Protocol { get; init; }

    public required IReadOnlyList<string> Symbols { get; init; }

    public required ConnectorOptions Options { get; init; }

    public required IMarketSink Sink { get; init; }

    public required SnapshotClient Snapshots { get; init; }

    public required TimeProvider Clock { get; init; }

    public IFrameRecorder? Recorder { get; init; }

    public Action<string, SyncedBook>? OnApplied { get; init; }
}

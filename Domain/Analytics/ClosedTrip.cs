using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Analytics;

/// <summary>A <see cref="RoundTrip"/> by indices, the way it is kept and saved.</summary>
internal readonly record struct ClosedTrip(
    int StrategyIndex,
    int SymbolIndex,
    Side EntrySide,
    decimal Quantity,
    EventTime EntryTime,
    decimal EntryPrice,
    EventTime ExitTime,
    decimal ExitPrice,
    decimal Fees,
    decimal Pnl);

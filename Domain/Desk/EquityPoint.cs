using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Desk;

/// <summary>A portfolio's money at the end of a slot.</summary>
/// <param name="Time">Event time of the slot.</param>
/// <param name="Cash">Exact.</param>
/// <param name="Equity">cash + Σ position × mark.</param>
/// <param name="RealizedPnl">Net of all fees.</param>
/// <param name="UnrealizedPnl">P&amp;L of what is held, at the marks.</param>
public sealed record EquityPoint(EventTime Time, decimal Cash, decimal Equity, decimal RealizedPnl, decimal UnrealizedPnl);

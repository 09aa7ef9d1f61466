using TradeBooks.Domain.Market;

namespace TradeBooks.Web.Views;

/// <summary>What a portfolio has earned: in all, by symbol and over time. Money is exact.</summary>
/// <param name="Portfolio">Key of the portfolio.</param>
/// <param name="Time">Event time of the last slot.</param>
/// <param name="InitialCash">Cash at the start.</param>
/// <param name="Equity">cash + Σ position × mark.</param>
/// <param name="RealizedPnl">P&amp;L of reductions, net of all fees.</param>
/// <param name="UnrealizedPnl">P&amp;L of what is held, at the marks.</param>
/// <param name="TotalPnl">Realized and unrealized together.</param>
/// <param name="Fees">All fees paid.</param>
/// <param name="Symbols">By symbol, in ordinal order.</param>
/// <param name="Series">Over time.</param>
internal sealed record ProfitBookView(
    string Portfolio,
    EventTime Time,
    decimal InitialCash,
    decimal Equity,
    decimal RealizedPnl,
    decimal UnrealizedPnl,
    decimal TotalPnl,
    decimal Fees,
    IReadOnlyList<SymbolProfit> Symbols,
    IReadOnlyList<ProfitPoint> Series);

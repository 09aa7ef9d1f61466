using TradeBooks.Domain.Market;

namespace TradeBooks.Web.Views;

/// <summary>What a portfolio had earned at the end of a slot.</summary>
internal sealed record ProfitPoint(
    EventTime Time, decimal RealizedPnl, decimal UnrealizedPnl, decimal TotalPnl, decimal Equity);

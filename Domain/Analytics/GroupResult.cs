namespace TradeBooks.Domain.Analytics;

/// <summary>What one symbol, or one strategy, contributed.</summary>
/// <param name="Name">Symbol or strategy id.</param>
/// <param name="Fills">Number of fills.</param>
/// <param name="Trades">Number of round trips.</param>
/// <param name="WinRate">Fraction of them with a profit; null without any.</param>
/// <param name="ProfitFactor">Gross profit / gross loss; null without a loss.</param>
/// <param name="GrossRealizedPnl">Realized P&amp;L at average cost, before fees.</param>
/// <param name="UnrealizedPnl">At the last marks.</param>
/// <param name="Fees">Sum of the fills' fees.</param>
/// <param name="Turnover">Sum of the fills' notional.</param>
public sealed record GroupResult(
    string Name,
    long Fills,
    long Trades,
    double? WinRate,
    double? ProfitFactor,
    decimal GrossRealizedPnl,
    decimal UnrealizedPnl,
    decimal Fees,
    decimal Turnover)
{
    /// <summary>Realized + unrealized − fees: the change of the portfolio's equity that this group made.</summary>
    public decimal NetPnl => GrossRealizedPnl + UnrealizedPnl - Fees;
}

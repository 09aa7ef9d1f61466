namespace TradeBooks.Domain.Analytics;

/// <summary>What the portfolio's books say of one strategy in one symbol.</summary>
/// <param name="StrategyIndex">The strategy's place in <see cref="PerformanceOptions.Strategies"/>.</param>
/// <param name="SymbolIndex">The symbol's place in <see cref="PerformanceOptions.Symbols"/>.</param>
/// <param name="GrossRealizedPnl">Realized P&amp;L at average cost, before fees, in money.</param>
/// <param name="UnrealizedPnl">P&amp;L of the open position at the last mark, in money.</param>
public readonly record struct PositionFigures(
    int StrategyIndex, int SymbolIndex, decimal GrossRealizedPnl, decimal UnrealizedPnl);

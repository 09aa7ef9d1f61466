using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Orders;

/// <summary>A strategy's signal on its way to the portfolio.</summary>
/// <param name="Id">Id that the order will have.</param>
/// <param name="StrategyIndex">The strategy's place in the portfolio.</param>
/// <param name="SymbolIndex">The symbol's place in ordinal order.</param>
/// <param name="Signal">What the strategy wants.</param>
/// <param name="ReferencePrice">The symbol's price at the signal: the close of the signal's bar.</param>
/// <param name="Time">Event time of the signal.</param>
public readonly record struct OrderRequest(
    OrderId Id, int StrategyIndex, int SymbolIndex, Signal Signal, decimal ReferencePrice, EventTime Time);

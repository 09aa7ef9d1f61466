using TradeBooks.Domain.Engine;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Grains;

/// <summary>A symbol's engine in one portfolio.</summary>
/// <param name="Portfolio">Key of the portfolio.</param>
/// <param name="Side">The symbol's side of it.</param>
/// <param name="Grain">The portfolio's side.</param>
internal sealed record SymbolLane(string Portfolio, SymbolSide Side, IPortfolioGrain Grain);

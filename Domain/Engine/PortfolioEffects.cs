using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Domain.Engine;

/// <summary>What a portfolio has done since it was last asked; to be made durable together with its state.</summary>
/// <param name="FirstFill">Row of the trade log of the first fill, from 1.</param>
/// <param name="Fills">Fills in the order of the trade log.</param>
/// <param name="FirstDecision">Place of the first decision among all, from 1.</param>
/// <param name="Decisions">Decisions in their order.</param>
/// <param name="Equity">Points of the equity curve, in the order of time.</param>
/// <param name="Answers">Answers that may be given once all this is durable.</param>
/// <param name="Symbols">Places of the symbols whose part of the state has changed (<see cref="PortfolioSide.PersistSymbol"/>).</param>
public sealed record PortfolioEffects(
    long FirstFill,
    IReadOnlyList<FillRecord> Fills,
    long FirstDecision,
    IReadOnlyList<DecidedRequest> Decisions,
    IReadOnlyList<EquityPoint> Equity,
    IReadOnlyList<ReportAnswer> Answers,
    IReadOnlyList<int> Symbols);

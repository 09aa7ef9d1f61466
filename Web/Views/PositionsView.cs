using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Web.Views;

/// <summary>A portfolio's positions.</summary>
/// <param name="Portfolio">Key of the portfolio.</param>
/// <param name="Time">Event time of the last slot.</param>
/// <param name="Positions">By strategy, then symbol.</param>
internal sealed record PositionsView(string Portfolio, EventTime Time, IReadOnlyList<PositionView> Positions);

using TradeBooks.Domain.Desk;

namespace TradeBooks.Web.Views;

/// <summary>A portfolio's money over time.</summary>
/// <param name="Portfolio">Key of the portfolio.</param>
/// <param name="Points">In the order of time, thinned evenly where there are more than were asked for.</param>
internal sealed record EquityView(string Portfolio, IReadOnlyList<EquityPoint> Points);

using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Web.Views;

/// <summary>The connections to exchanges that the host keeps.</summary>
/// <param name="AsOf">When this was answered, by the server's clock.</param>
/// <param name="Connections">By exchange and number; none where others bring the market data.</param>
internal sealed record ConnectionsView(EventTime AsOf, IReadOnlyList<ConnectionView> Connections);

using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Web.Errors;

namespace TradeBooks.Web.Endpoints;

/// <summary>Which part of a list of orders or trades is wanted, as its parameters say.</summary>
internal sealed class ListFilter
{
    [FromQuery(Name = "after"), Description("`next` of the page before")]
    public string? After { get; init; }

    [FromQuery(Name = "limit"), Description("Most entries, 1 or more; default 100, the server caps it (1,000 by default)")]
    public int? Limit { get; init; }

    [FromQuery(Name = "symbol"), Description("Only this symbol's")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "strategy"), Description("Only this strategy's")]
    public string? Strategy { get; init; }

    [FromQuery(Name = "side"), Description("Only this side: `buy` or `sell`")]
    public string? Side { get; init; }

    [FromQuery(Name = "order"), Description("`asc` for the first ones first (default), `desc` for the latest first")]
    public string? Order { get; init; }

    /// <exception cref="RequestException">A parameter can't be.</exception>
    public DeskPageRequest Read(ApiOptions options, bool? refused = null) => new(
        Cursor.Read(After),
        Query.Number("limit", Limit, 100, options.MaxPageSize),
        string.IsNullOrEmpty(Symbol) ? null : Symbol,
        string.IsNullOrEmpty(Strategy) ? null : Strategy,
        Query.Choice<Side?>("side", Side, null, ("buy", Domain.Market.Side.Buy), ("sell", Domain.Market.Side.Sell)),
        refused,
        Query.Choice("order", Order, false, ("asc", false), ("desc", true)));
}

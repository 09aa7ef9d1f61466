using System.Globalization;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Orders;

/// <summary>
/// An order's identity, derived from where it came from, so that the same event replayed gives the same id.
/// </summary>
/// <param name="Portfolio">Key of the portfolio.</param>
/// <param name="Strategy">Id of the strategy inside it.</param>
/// <param name="Symbol">Symbol that is traded.</param>
/// <param name="Source">The event that caused the order.</param>
/// <param name="Number">0 for the first order that the strategy caused with this event, then 1, ...</param>
public readonly record struct OrderId(
    string Portfolio, string Strategy, string Symbol, SourcePosition Source, int Number)
{
    /// <summary><c>default/lss/AAPL/r23/0</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Portfolio}/{Strategy}/{Symbol}/{Source}/{Number}");
}

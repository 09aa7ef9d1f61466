using System.Globalization;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Orders;

/// <summary>
/// An order's identity, derived from where it came from, so that the same event replayed gives the same id.
/// </summary>
/// <param name="Owner">Portfolio, strategy and symbol.</param>
/// <param name="Source">The event that caused the order.</param>
/// <param name="Number">0 for the first order that the strategy caused in this slot, then 1, ...</param>
/// <param name="Role">An entry's exits have its id but for the role.</param>
public readonly record struct OrderId(OrderOwner Owner, SourcePosition Source, int Number, OrderRole Role)
{
    public string Strategy => Owner.Strategy;

    public string Symbol => Owner.Symbol;

    /// <summary><c>default/lss/AAPL/r23/0</c>; an exit ends in <c>/stop</c> or <c>/target</c>.</summary>
    public override string ToString()
    {
        var leg = Role switch
        {
            OrderRole.StopLoss => "/stop",
            OrderRole.TakeProfit => "/target",
            _ => "",
        };
        return string.Create(
            CultureInfo.InvariantCulture, $"{Owner.Portfolio}/{Strategy}/{Symbol}/{Source}/{Number}{leg}");
    }
}

using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Orders;

/// <summary>The names that the ids of a symbol's orders share, and how such an order is saved.</summary>
/// <param name="portfolio">Key of the portfolio.</param>
/// <param name="symbol">The symbol.</param>
/// <param name="strategies">Ids of the strategies, by their index.</param>
internal sealed class OrderScope(string portfolio, string symbol, IReadOnlyList<string> strategies)
{
    private readonly OrderOwner[] _owners =
        [.. strategies.Select(strategy => new OrderOwner(portfolio, strategy, symbol))];

    public OrderOwner this[int strategyIndex] => _owners[strategyIndex];

    public void Persist(StateArchive archive, ref WorkingOrder working)
    {
        var order = working.Order;
        var strategy = order.Id.Owner?.Strategy ?? "";
        var (partition, offset) = (order.Id.Source.Partition, order.Id.Source.Offset);
        var number = order.Id.Number;
        var (role, side, type, timeInForce) = (order.Role, order.Side, order.Type, order.TimeInForce);
        var (quantity, limit, stop, day) = (order.Quantity, order.LimitPrice, order.StopPrice, order.Day);
        var (target, loss) = (order.Bracket.TakeProfit, order.Bracket.StopLoss);
        var areDistances = order.Bracket.AreDistances;
        var id = archive.IsLoading ? "" : order.Id.ToString();

        archive.Item("id", ref id);
        archive.Item("strategy", ref strategy);
        archive.Item("partition", ref partition);
        archive.Item("offset", ref offset);
        archive.Item("number", ref number);
        archive.Item("role", ref role);
        archive.Item("side", ref side);
        archive.Item("type", ref type);
        archive.Item("timeInForce", ref timeInForce);
        archive.Item("quantity", ref quantity);
        archive.Item("limitPrice", ref limit);
        archive.Item("stopPrice", ref stop);
        archive.Item("day", ref day);
        archive.Item("takeProfit", ref target);
        archive.Item("stopLoss", ref loss);
        archive.Item("bracketIsDistance", ref areDistances);
        archive.Item("group", ref working.Group);
        archive.Item("isTriggered", ref working.IsTriggered);
        var postOnly = order.PostOnly;
        archive.Optional("postOnly", ref postOnly);
        archive.Optional("isArriving", ref working.IsArriving);
        archive.Optional("activeFrom", ref working.ActiveFrom, long.MinValue);
        working.Book.Persist(archive);
        if (!archive.IsLoading)
            return;

        var index = IndexOf(strategy);
        working.IsFromInsideBar = false;
        working.Order = new Order(new OrderId(_owners[index], new SourcePosition(partition, offset), number, role), index, side)
        {
            Type = type,
            Quantity = quantity,
            LimitPrice = limit,
            StopPrice = stop,
            TimeInForce = timeInForce,
            PostOnly = postOnly,
            Day = day,
            Bracket = areDistances ? Bracket.FromFill(target, loss) : Bracket.AtPrices(target, loss),
        };
    }

    private int IndexOf(string strategy)
    {
        for (var i = 0; i < _owners.Length; i++)
        {
            if (_owners[i].Strategy == strategy)
                return i;
        }

        throw new StateException($"saved state: an open order belongs to strategy '{strategy}', which is not in this run");
    }
}

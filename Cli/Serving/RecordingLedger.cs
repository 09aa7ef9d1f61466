using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Cli.Serving;

/// <summary>Keeps fills and decisions in memory, beside the trade log that they go to.</summary>
internal sealed class RecordingLedger(ILedger inner) : ILedger
{
    private readonly List<FillRecord> _fills = [];
    private readonly List<OrderDecided> _orders = [];
    private readonly HashSet<(int Strategy, int Symbol)> _traded = [];

    /// <summary>Fills that the trade log had before; they are not kept here.</summary>
    public long FillsBefore { get; set; }

    /// <summary>Fills kept.</summary>
    public int FillCount => _fills.Count;

    /// <summary>Which strategies have traded which symbols.</summary>
    public IReadOnlySet<(int Strategy, int Symbol)> Traded => _traded;

    public void Append(in FillRecord record)
    {
        inner.Append(record);
        _fills.Add(record);
        _traded.Add((record.Fill.StrategyIndex, record.Fill.SymbolIndex));
    }

    public void Note(in OrderRequest request, in OrderDecision decision)
    {
        inner.Note(request, decision);
        _orders.Add(new OrderDecided(request, decision.IsAccepted ? decision.Order.Quantity : 0, decision.Refusal));
    }

    public DeskPage<TradeView> Trades(DeskPageRequest page) =>
        Page(page, FillsBefore, _fills.Count, index => IsWanted(page, _fills[index].Fill.OrderId, _fills[index].Fill.Side), Trade);

    public DeskPage<OrderView> Orders(DeskPageRequest page) =>
        Page(
            page, 0, _orders.Count,
            index => IsWanted(page, _orders[index].Request.Id, _orders[index].Request.Signal.Side)
                && (page.IsRefused is not { } refused || refused == (_orders[index].Refusal != Refusal.None)),
            Order);

    public TradeView Trade(int index)
    {
        var (fill, notional, cash, equity) = _fills[index];
        return new TradeView(
            FillsBefore + index + 1, fill.OrderId.ToString(), fill.Number, fill.OrderId.Strategy, fill.OrderId.Symbol, fill.Time,
            fill.Role, fill.Side, fill.Quantity, fill.Price, fill.Fee, notional, cash, equity);
    }

    private OrderView Order(int index)
    {
        var (request, quantity, refusal) = _orders[index];
        var signal = request.Signal;
        return new OrderView(
            index + 1, request.Id.ToString(), request.Id.Strategy, request.Id.Symbol, request.Time, signal.Role, signal.Side,
            signal.Type, signal.TimeInForce, quantity, signal.LimitPrice, signal.StopPrice, refusal);
    }

    private static bool IsWanted(DeskPageRequest page, in OrderId id, Side side) =>
        (page.Symbol is null || page.Symbol == id.Symbol)
        && (page.Strategy is null || page.Strategy == id.Strategy)
        && (page.Side is null || page.Side == side);

    // Entry number before + 1 is at 0.
    private static DeskPage<T> Page<T>(DeskPageRequest page, long before, int count, Func<int, bool> isWanted, Func<int, T> view)
    {
        var items = new List<T>();
        var last = 0L;
        var step = page.IsDescending ? -1 : 1;
        var first = page.IsDescending
            ? Math.Min(count, page.After == 0 ? count : page.After - 1 - before) - 1
            : Math.Max(0, page.After - before);
        for (var index = first; index >= 0 && index < count; index += step)
        {
            if (!isWanted((int)index))
                continue;
            if (items.Count == page.Limit)
                return new DeskPage<T>(items, last);
            items.Add(view((int)index));
            last = before + index + 1;
        }

        return new DeskPage<T>(items, null);
    }

    private readonly record struct OrderDecided(OrderRequest Request, decimal Quantity, Refusal Refusal);
}

using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>
/// Trades on what the order book says whenever it or a trade comes, a little at random: what it does depends on how much it
/// has seen, so that one event more or less, or in another order, gives other orders.
/// </summary>
internal sealed class DepthTrader(int seed) : IStrategy
{
    private int _events;

    public void OnBar(in Bar bar, StrategyContext context)
    {
    }

    public void OnDepth(DepthEvent depth, StrategyContext context) => Act(context);

    public void OnTrade(in Trade trade, StrategyContext context) => Act(context);

    public void Persist(StateArchive archive) => archive.Item("events", ref _events);

    private void Act(StrategyContext context)
    {
        var random = new Random(unchecked(seed * 1_000_003 + _events++ * 7919));
        if (context.Book is not { IsOpen: true } book || random.Next(4) > 0)
            return;
        var side = book.Imbalance(3) is { } imbalance && imbalance > 0 ? Side.Buy : Side.Sell;
        switch (random.Next(5))
        {
            case 0 or 1:
                context.Enter(side);
                break;
            case 2 when book.BestBid is { } bid:
                context.Submit(new Signal { Side = side, Type = OrderType.Limit, LimitPrice = bid.Price.ToDecimal() });
                break;
            case 3:
                context.Close();
                break;
            case 4:
                context.CancelOrders();
                break;
        }
    }
}

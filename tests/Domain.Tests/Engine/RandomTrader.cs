using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>
/// Trades at random in every way that there is: all order types, brackets as distances and as prices, day orders,
/// reversals, closes, cancellations, and all of it from fills and refusals too. What it does depends on the seed and
/// on how much it has seen, so that a restored one goes on alike.
/// </summary>
/// <param name="seed">What it does.</param>
/// <param name="usesEveryKind">Whether orders are post-only and immediate too.</param>
internal sealed class RandomTrader(int seed, bool usesEveryKind = false) : IStrategy
{
    private int _seen;
    private int _asked;
    private decimal _last;

    public void OnBar(in Bar bar, StrategyContext context)
    {
        _last = bar.Close;
        _asked = 0;
        Act(context, 24);
    }

    public void OnTrade(in Trade trade, StrategyContext context)
    {
        _last = trade.Price;
        _asked = 0;
        Act(context, 24);
    }

    public void OnDepth(DepthEvent depth, StrategyContext context)
    {
        _last = context.Book!.Mid ?? _last;
        _asked = 0;
        if (_last > 0)
            Act(context, 30);
    }

    public void OnFill(in Fill fill, StrategyContext context) => Act(context, 60);

    public void OnRefused(in OrderDecision decision, StrategyContext context)
    {
        // Asking again for ever would never end the slot.
        if (_asked++ < 2)
            Act(context, 30);
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("seen", ref _seen);
        archive.Item("asked", ref _asked);
        archive.Item("last", ref _last);
    }

    private void Act(StrategyContext context, int choices)
    {
        var random = new Random(unchecked(seed * 1_000_003 + _seen++ * 7919));
        var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        switch (random.Next(choices))
        {
            case 0 or 1 or 2:
                context.Enter(side, Exits(random, side));
                break;
            case 3 or 4 or 5:
                context.Submit(Entry(random, side, OrderType.Limit));
                break;
            case 6:
                context.Submit(Entry(random, side, OrderType.Stop));
                break;
            case 7:
                context.Submit(Entry(random, side, OrderType.StopLimit));
                break;
            case 8 or 9:
                context.Close();
                break;
            case 10:
                context.Reverse(side);
                break;
            case 11 or 12:
                context.CancelOrders();
                break;
            case 13 when !context.IsFlat:
                side = context.Position > 0 ? Side.Sell : Side.Buy;
                context.Submit(Entry(random, side, random.Next(2) == 0 ? OrderType.Limit : OrderType.Stop) with
                {
                    Role = OrderRole.Close,
                    Bracket = Bracket.None,
                });
                break;
        }
    }

    private Signal Entry(Random random, Side side, OrderType type)
    {
        var signal = Rest(random, side, type);
        return !usesEveryKind || type != OrderType.Limit ? signal : random.Next(5) switch
        {
            0 => signal with { TimeInForce = TimeInForce.ImmediateOrCancel },
            1 => signal with { TimeInForce = TimeInForce.FillOrKill },
            2 => signal with { PostOnly = true },
            _ => signal,
        };
    }

    private Signal Rest(Random random, Side side, OrderType type) => new()
    {
        Role = OrderRole.Entry,
        Side = side,
        Type = type,
        LimitPrice = Near(random),
        StopPrice = Near(random),
        TimeInForce = random.Next(2) == 0 ? TimeInForce.Day : TimeInForce.GoodTillCancel,
        Bracket = Exits(random, side),
    };

    private Bracket Exits(Random random, Side side)
    {
        var (target, stop) = (_last * random.Next(0, 3) / 500m, _last * random.Next(0, 3) / 700m);
        return random.Next(3) != 0
            ? Bracket.FromFill(target, stop)
            : Bracket.AtPrices(_last + side.Sign() * target, Math.Max(_last - side.Sign() * stop, 0));
    }

    private decimal Near(Random random) => decimal.Round(_last * (1 + random.Next(-5, 6) / 1000m), 6) + 0.000001m;
}

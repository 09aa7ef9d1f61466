using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Domain.Tests.Orders;

/// <summary>Random books, trades and orders: every fill is that of the naive venue, and no order gets what it may not.</summary>
public sealed class BookMatchingPropertyTests
{
    private const int Strategies = 3;

    [Fact]
    public void Run_RandomBooksAndOrders_FillsAsTheNaiveVenue()
    {
        var (fills, parts, makers, kinds) = (0, 0, 0, new HashSet<string>());
        for (var seed = 0; seed < 800; seed++)
        {
            var events = new RandomBook(seed).Make(60);
            var latency = seed % 3;
            var plan = Plan(new Random(seed), events.Count);
            var expected = Naive(events, plan, latency);
            var strategies = Enumerable.Range(0, Strategies).Select(strategy => Script(plan, strategy)).ToArray();
            var run = TradingRun.Of(
                [.. strategies.Select((strategy, i) => TradingRun.Own($"s{i}", _ => strategy))],
                new Dictionary<string, IReadOnlyList<MarketEvent>> { [Tape.Symbol] = events },
                $"exchange=coinbase sizing=quantity quantity=10 order_latency_us={latency}").ToEnd();
            var actual = run.Ledger.Records.Select(record => FormattableString.Invariant(
                $"{record.Fill.Source.Offset - 2} {record.Fill.OrderId.Strategy} {record.Fill.Side} {record.Fill.Quantity:0.###} @ {record.Fill.Price:0.###}")).ToList();
            var at = expected.Fills.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.True(
                at == expected.Fills.Count && at == actual.Count,
                $"seed {seed}, fill {at}: naive {expected.Fills.ElementAtOrDefault(at)}, engine {actual.ElementAtOrDefault(at)}");
            Assert.True(
                expected.Working.SequenceEqual(run.Engines[0].WorkingOrders().Select(Text).Order(StringComparer.Ordinal)),
                $"seed {seed}: naive {string.Join(", ", expected.Working)}, engine {string.Join(", ", run.Engines[0].WorkingOrders().Select(Text))}");
            Assert.Equal(
                Enumerable.Range(0, Strategies).Select(expected.Held),
                Enumerable.Range(0, Strategies).Select(strategy => run.Engines[0].Context(strategy).Position));
            Assert.Equal(
                run.Engines[0].WorkingOrders().Count,
                Enumerable.Range(0, Strategies).Sum(strategy => run.Engines[0].Context(strategy).OpenOrders));
            foreach (var order in run.Ledger.Records.GroupBy(record => record.Fill.OrderId))
            {
                CheckOrder(seed, plan[((int)order.Key.Source.Offset - 2, order.Key.Strategy[1] - '0')], [.. order.Select(record => record.Fill)], kinds);
                parts += order.Count() > 1 ? 1 : 0;
                makers += order.Select(record => record.Fill.Source).Distinct().Count() > 1 ? 1 : 0;
            }

            CheckLevels(seed, events, [.. run.Ledger.Records.Select(record => record.Fill)]);
            fills += actual.Count;
        }

        Assert.True(fills > 3000 && parts > 500 && makers > 200, $"{fills} fills, {parts} orders in parts, {makers} at several events");
        Assert.Superset(
            new HashSet<string> { "Market", "Limit", "Stop", "StopLimit", "Close", "PostOnly", "ImmediateOrCancel", "FillOrKill", "Market FillOrKill" }, kinds);
    }

    private static string Text(Order order) => NaiveBookVenue.Text(
        order.StrategyIndex, order.Role == OrderRole.Close, order.Side, order.Quantity, order.LimitPrice, order.StopPrice);

    private static void CheckOrder(int seed, Signal signal, List<Fill> fills, HashSet<string> kinds)
    {
        var what = $"seed {seed}, {signal}";
        var quantity = fills.Sum(fill => fill.Quantity);
        Assert.Equal(Enumerable.Range(0, fills.Count), fills.Select(fill => fill.Number));
        if (signal.Role == OrderRole.Close)
        {
            kinds.Add("Close");
            return;
        }

        kinds.Add(signal.PostOnly ? "PostOnly" : signal.TimeInForce switch
        {
            TimeInForce.GoodTillCancel => $"{signal.Type}",
            TimeInForce.FillOrKill when signal.Type == OrderType.Market => "Market FillOrKill",
            _ => $"{signal.TimeInForce}",
        });
        Assert.True(quantity <= 10, $"{what}: {quantity} filled");
        Assert.True(signal.TimeInForce != TimeInForce.FillOrKill || quantity == 10, $"{what}: killed and yet {quantity}");
        Assert.True(
            signal.TimeInForce is TimeInForce.GoodTillCancel or TimeInForce.Day || fills.TrueForAll(fill => fill.Source == fills[0].Source),
            $"{what}: an immediate order at several events");
        if (signal.Type is OrderType.Limit or OrderType.StopLimit)
        {
            Assert.True(
                fills.TrueForAll(fill => signal.Side == Side.Buy ? fill.Price <= signal.LimitPrice : fill.Price >= signal.LimitPrice),
                $"{what}: {string.Join(", ", fills)}");
        }

        if (signal.PostOnly)
            Assert.True(fills.TrueForAll(fill => fill.Price == signal.LimitPrice), $"{what}: took {string.Join(", ", fills)}");
    }

    // Of one event nobody buys more than what the asks hold up to the worst price, and no trade fills more than its quantity.
    private static void CheckLevels(int seed, List<MarketEvent> events, List<Fill> fills)
    {
        var book = new Dictionary<(bool IsBid, decimal Price), decimal>();
        var at = 0;
        foreach (var e in events)
        {
            if (e.Kind == EventKind.DepthSnapshot)
                book.Clear();
            if (e.Kind != EventKind.Trade)
            {
                foreach (var level in e.Depth.Bids)
                    book[(true, level.Price)] = level.Quantity;
                foreach (var level in e.Depth.Asks)
                    book[(false, level.Price)] = level.Quantity;
            }

            var own = fills.Skip(at).TakeWhile(fill => fill.Source == e.Position).ToList();
            at += own.Count;
            if (e.Kind == EventKind.Trade)
            {
                Assert.True(own.Sum(fill => fill.Quantity) <= e.Trade.Quantity.ToDecimal(), $"seed {seed}: more than {e.Trade}");
                continue;
            }

            foreach (var side in own.GroupBy(fill => fill.Side))
            {
                var isBuy = side.Key == Side.Buy;
                var worst = isBuy ? side.Max(fill => fill.Price) : side.Min(fill => fill.Price);
                var held = book.Where(level => level.Key.IsBid != isBuy && (isBuy ? level.Key.Price <= worst : level.Key.Price >= worst)).Sum(level => level.Value);
                Assert.True(side.Sum(fill => fill.Quantity) <= held, $"seed {seed}, {e.Position}: {side.Sum(fill => fill.Quantity)} of {held}");
            }
        }

        Assert.Equal(fills.Count, at);
    }

    private static Dictionary<(int At, int Strategy), Signal> Plan(Random random, int events)
    {
        var plan = new Dictionary<(int, int), Signal>();
        for (var i = 0; i < 14; i++)
            plan[(random.Next(events), random.Next(Strategies))] = Order(random);
        return plan;
    }

    private static Signal Order(Random random)
    {
        var (side, near) = (random.Next(2) == 0 ? Side.Buy : Side.Sell, 100 + random.Next(-12, 13) * 0.5m);
        return random.Next(9) switch
        {
            0 => new Signal { Side = side },
            1 => new Signal { Side = side, TimeInForce = TimeInForce.FillOrKill },
            2 => new Signal { Side = side, Type = OrderType.Stop, StopPrice = near },
            3 => new Signal { Side = side, Type = OrderType.StopLimit, StopPrice = near, LimitPrice = near + random.Next(-4, 5) * 0.5m },
            4 => new Signal { Role = OrderRole.Close },
            var kind => new Signal
            {
                Side = side,
                Type = OrderType.Limit,
                LimitPrice = near,
                PostOnly = kind == 5,
                TimeInForce = kind switch
                {
                    6 => TimeInForce.ImmediateOrCancel,
                    7 => TimeInForce.FillOrKill,
                    _ => TimeInForce.GoodTillCancel,
                },
            },
        };
    }

    private static ScriptedStrategy Script(Dictionary<(int At, int Strategy), Signal> plan, int strategy)
    {
        var script = new ScriptedStrategy();
        foreach (var ((at, _), signal) in plan.Where(order => order.Key.Strategy == strategy))
            script.At(at, context => context.Submit(signal));
        return script;
    }

    private static NaiveBookVenue Naive(List<MarketEvent> events, Dictionary<(int At, int Strategy), Signal> plan, int latency)
    {
        var venue = new NaiveBookVenue();
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Kind == EventKind.Trade)
                venue.Trade(i, events[i].Trade);
            else
                venue.Depth(i, events[i].Depth);
            for (var strategy = 0; strategy < Strategies; strategy++)
            {
                // Without a position and without an entry on its way there is nothing to close.
                if (!plan.TryGetValue((i, strategy), out var signal) || (signal.Role == OrderRole.Close && !venue.MayClose(strategy)))
                    continue;
                venue.Place(new NaiveOrder
                {
                    Strategy = strategy,
                    Side = signal.Role != OrderRole.Close || venue.Held(strategy) == 0 ? signal.Side : venue.Held(strategy) > 0 ? Side.Sell : Side.Buy,
                    Quantity = 10,
                    Left = 10,
                    From = i + Math.Max(latency, 1),
                    IsClose = signal.Role == OrderRole.Close,
                    Limit = signal.LimitPrice,
                    Stop = signal.StopPrice,
                    PostOnly = signal.PostOnly,
                    TimeInForce = signal.TimeInForce,
                });
            }
        }

        return venue;
    }
}

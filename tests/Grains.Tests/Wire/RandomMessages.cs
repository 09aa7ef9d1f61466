using FsCheck;
using FsCheck.Fluent;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Grains.Tests.Wire;

/// <summary>Random messages and views, the extremes among them.</summary>
internal static class RandomMessages
{
    private static readonly Gen<long> Longs = Gen.Frequency(
        (6, Gen.Choose(-1000, 100_000).Select(small => (long)small)),
        (3, Gen.Two(Gen.Choose(int.MinValue, int.MaxValue)).Select(pair => ((long)pair.Item1 << 32) | (uint)pair.Item2)),
        (1, Gen.Elements(0L, long.MinValue, long.MaxValue)));

    private static readonly Gen<int> Ints = Gen.Frequency(
        (8, Gen.Choose(0, 1000)), (1, Gen.Choose(int.MinValue, int.MaxValue)), (1, Gen.Elements(int.MinValue, int.MaxValue)));

    private static readonly Gen<bool> Flags = Gen.Elements(true, false);

    private static readonly Gen<decimal> Decimals = Gen.Frequency(
        (6, from mantissa in Longs from scale in Gen.Choose(0, 28) select New(mantissa, scale)),
        (2, from parts in Gen.Choose(int.MinValue, int.MaxValue).ArrayOf(3)
            from isNegative in Flags
            from scale in Gen.Choose(0, 28)
            select new decimal(parts[0], parts[1], parts[2], isNegative, (byte)scale)),
        (1, Gen.Elements(
            0m, 0.00m, 1.10m, decimal.MinValue, decimal.MaxValue, 0.0000000000000000000000000001m, 1234567890123456789012345678m)));

    private static readonly Gen<decimal> Amounts = Decimals.Select(Math.Abs);

    private static readonly Gen<string> Names = Gen.Elements("AAPL", "default", "lss", "", "ü€𝄞", "a/b\n\"c\"", new string('x', 300));

    private static readonly Gen<EventTime> Times = Gen.Frequency(
        (8, Longs.Select(value => new EventTime(value))),
        (2, Gen.Elements(EventTime.MinValue, EventTime.MaxValue, default)));

    private static readonly Gen<Side> Sides = Gen.Elements(Enum.GetValues<Side>());
    private static readonly Gen<OrderRole> Roles = Gen.Elements(Enum.GetValues<OrderRole>());
    private static readonly Gen<OrderType> Types = Gen.Elements(Enum.GetValues<OrderType>());
    private static readonly Gen<TimeInForce> TimesInForce = Gen.Elements(Enum.GetValues<TimeInForce>());
    private static readonly Gen<Refusal> Refusals = Gen.Elements(Enum.GetValues<Refusal>());

    private static readonly Gen<Decimal64> Numbers =
        from mantissa in Gen.Frequency((9, Longs), (1, Gen.Constant(999_999_999_999_999_999L)))
        from scale in Gen.Choose(0, 28)
        select new Decimal64(mantissa == long.MinValue ? 0 : mantissa, (byte)scale);

    private static readonly Gen<SourcePosition> Sources =
        from partition in Gen.Frequency((3, Gen.Choose(-1, 20)), (1, Ints))
        from offset in Longs
        select new SourcePosition(partition, offset);

    // Few, so that some orders share theirs.
    private static readonly Gen<OrderOwner> Owners = Gen.Elements(
        new OrderOwner("default", "lss", "AAPL"), new OrderOwner("default", "trend", "AAPL"), new OrderOwner("", "", "ü€𝄞"));

    private static readonly Gen<OrderId> OrderIds =
        from owner in Owners
        from source in Sources
        from number in Ints
        from role in Roles
        select new OrderId(owner, source, number, role);

    private static readonly Gen<Bracket> Brackets =
        from target in Amounts
        from stop in Amounts
        from areDistances in Flags
        select areDistances ? Bracket.FromFill(target, stop) : Bracket.AtPrices(target, stop);

    private static readonly Gen<Signal> Signals =
        from role in Roles
        from side in Sides
        from type in Types
        from limit in Decimals
        from stop in Decimals
        from force in TimesInForce
        from bracket in Brackets
        from postOnly in Flags
        select new Signal
        {
            Role = role,
            Side = side,
            Type = type,
            LimitPrice = limit,
            StopPrice = stop,
            TimeInForce = force,
            Bracket = bracket,
            PostOnly = postOnly,
        };

    private static readonly Gen<OrderRequest> Requests =
        from id in OrderIds
        from strategy in Ints
        from symbol in Ints
        from signal in Signals
        from price in Decimals
        from time in Times
        select new OrderRequest(id, strategy, symbol, signal, price, time);

    private static readonly Gen<Fill> Fills =
        from id in OrderIds
        from numbers in Ints.ArrayOf(3)
        from side in Sides
        from amounts in Decimals.ArrayOf(3)
        from time in Times
        from source in Sources
        select new Fill(id, numbers[0], numbers[1], numbers[2], side, amounts[0], amounts[1], amounts[2], time, source);

    private static readonly Gen<WorkingOrders> Working =
        from entries in Ints from quantity in Decimals from isClosing in Flags select new WorkingOrders(entries, quantity, isClosing);

    private static readonly Gen<SlotTick> Ticks =
        from time in Times from mark in Numbers from events in Ints select new SlotTick(time, mark, events);

    private static readonly Gen<SlotDetail> Details =
        from slot in Ints
        from fills in Few(Fills)
        from awaits in Flags
        from working in OrNull(Few(Working))
        from requests in Few(Requests)
        select new SlotDetail(slot) { Fills = fills, AwaitsSize = awaits, Working = working, Requests = requests };

    private static readonly Gen<DecisionOutcome> Outcomes =
        from quantity in Decimals from refusal in Refusals select new DecisionOutcome(quantity, refusal);

    private static readonly Gen<SizedFill> Sized =
        from quantity in Decimals from fee in Decimals select new SizedFill(quantity, fee);

    public static readonly Gen<Bar> Bars =
        from time in Times
        from prices in Longs.ArrayOf(4)
        from scale in Gen.Choose(0, 28)
        from change in Numbers
        from hasVolume in Flags
        from volume in Numbers
        select new Bar(
            time, Price(prices[0]), Price(prices[1]), Price(prices[2]), Price(prices[3]), (byte)scale, change,
            hasVolume ? volume : null);

    private static readonly Gen<BookLevelView> Levels =
        from price in Decimals from quantity in Decimals select new BookLevelView(price, quantity);

    private static readonly Gen<BookView> Books =
        from time in Times from bids in Few(Levels) from asks in Few(Levels) select new BookView(time, bids, asks);

    private static readonly Gen<EquityPoint> Points =
        from time in Times
        from amounts in Decimals.ArrayOf(4)
        select new EquityPoint(time, amounts[0], amounts[1], amounts[2], amounts[3]);

    private static readonly Gen<MarkView> Marks =
        from symbol in Names from time in Times from price in Decimals select new MarkView(symbol, time, price);

    private static readonly Gen<TradeView> Trades =
        from number in Longs
        from names in Names.ArrayOf(3)
        from fill in Ints
        from time in Times
        from role in Roles
        from side in Sides
        from amounts in Decimals.ArrayOf(6)
        select new TradeView(
            number, names[0], fill, names[1], names[2], time, role, side,
            amounts[0], amounts[1], amounts[2], amounts[3], amounts[4], amounts[5]);

    private static readonly Gen<OrderView> Orders =
        from number in Longs
        from names in Names.ArrayOf(3)
        from time in Times
        from role in Roles
        from side in Sides
        from type in Types
        from force in TimesInForce
        from amounts in Decimals.ArrayOf(3)
        from refusal in Refusals
        select new OrderView(
            number, names[0], names[1], names[2], time, role, side, type, force, amounts[0], amounts[1], amounts[2], refusal);

    private static readonly Gen<PositionView> Positions =
        from names in Names.ArrayOf(2)
        from amounts in Decimals.ArrayOf(6)
        select new PositionView(names[0], names[1], amounts[0], amounts[1], amounts[2], amounts[3], amounts[4], amounts[5]);

    private static readonly Gen<RiskPolicy> Limits =
        from amounts in Decimals.ArrayOf(3)
        from count in Ints
        from given in Flags.ArrayOf(4)
        select new RiskPolicy
        {
            MaxPositionNotional = given[0] ? amounts[0] : null,
            MaxOpenPositions = given[1] ? count : null,
            MaxDailyLoss = given[2] ? amounts[1] : null,
            MaxDrawdown = given[3] ? amounts[2] : null,
        };

    private static readonly Gen<RiskView> Risks =
        from halt in Refusals
        from limits in Limits
        from exposure in Decimals
        from open in Ints
        from equity in Decimals
        select new RiskView(halt, limits, exposure, open, equity);

    private static readonly Gen<LiveEvent> Events =
        from id in Longs
        from kind in Gen.Elements(Enum.GetValues<LiveKind>())
        from fill in OrNull(Trades)
        from marks in OrNull(Few(Marks))
        from point in OrNull(Points)
        from lag in OrNull(from events in Longs from pending in Ints select new LagView(events, events / 7.0, pending))
        select new LiveEvent(id, kind) { Fill = fill, Marks = marks, Equity = point, Lag = lag };

    private static readonly Gen<PortfolioView> Portfolios =
        from id in Names
        from time in Times
        from amounts in Decimals.ArrayOf(7)
        from counts in Longs.ArrayOf(3)
        from risk in Risks
        from positions in Few(Positions)
        select new PortfolioView
        {
            Id = id,
            Time = time,
            InitialCash = amounts[0],
            Cash = amounts[1],
            Equity = amounts[2],
            PeakEquity = amounts[6],
            Drawdown = (double)amounts[6] / 3,
            MaxDrawdown = (double)amounts[6] / 7,
            RealizedPnl = amounts[3],
            UnrealizedPnl = amounts[4],
            Fees = amounts[5],
            Fills = counts[0],
            Refusals = counts[1],
            Events = counts[2],
            Risk = risk,
            Positions = positions,
        };

    private static readonly Gen<SymbolView> Symbols =
        from symbol in Names
        from time in Times
        from mark in Decimals
        from flags in Flags.ArrayOf(2)
        from counts in Longs.ArrayOf(4)
        from sources in Few(Longs)
        from bars in Few(Bars)
        from figures in Few(Gen.Elements(0d, -0d, double.NaN, double.MaxValue, double.Epsilon, 1 / 3d))
        from book in OrNull(Books)
        select new SymbolView
        {
            Symbol = symbol,
            Time = time,
            Mark = mark,
            PricePrecision = (int)(counts[0] % 13),
            IsPaused = flags[0],
            IsEnded = flags[1],
            Bars = counts[0],
            Duplicates = counts[1],
            Revisions = counts[2],
            DeadLetters = counts[3],
            Positions = sources.Select((offset, i) => ($"t/{i}", offset)).ToDictionary(pair => pair.Item1, pair => pair.offset),
            LatestBars = bars,
            Indicators = figures.Select((figure, i) => ($"default/lss/{i}", figure)).ToDictionary(pair => pair.Item1, pair => pair.figure),
            Book = book,
        };

    private static readonly Gen<SettingInForce> Settings =
        from key in Names from value in Names from description in Names select new SettingInForce(key, value, description);

    private static readonly Gen<StrategyView> Strategies =
        from id in Names
        from type in Names
        from isPaused in Flags
        from settings in Few(Settings)
        from symbols in Few(Names)
        from counts in Longs.ArrayOf(6)
        from amounts in Decimals.ArrayOf(3)
        from isKnown in Flags
        select new StrategyView
        {
            Id = id,
            Type = type,
            IsPaused = isPaused,
            Settings = settings,
            Symbols = symbols,
            Signals = counts[0],
            Accepted = counts[1],
            Refused = counts[2],
            RoundTrips = counts[3],
            Wins = counts[4],
            Losses = counts[5],
            WinRate = isKnown ? counts[4] / 7.0 : null,
            ProfitFactor = isKnown ? null : counts[5] / 3.0,
            // Their sum is a number, too.
            RealizedPnl = amounts[0] / 3,
            UnrealizedPnl = amounts[1] / 3,
            Fees = amounts[2],
        };

    private static readonly Gen<WorkingOrderView> WorkingOrders =
        from portfolio in Names
        from id in Names
        from strategy in Names
        from role in Gen.Elements(Enum.GetValues<OrderRole>())
        from side in Gen.Elements(Enum.GetValues<Side>())
        from type in Gen.Elements(Enum.GetValues<OrderType>())
        from amounts in Decimals.ArrayOf(3)
        select new WorkingOrderView(portfolio, id, strategy, role, side, type, amounts[0], amounts[1], amounts[2]);

    private static readonly Gen<ChartView> Charts =
        from symbol in Names
        from time in Times
        from precision in Ints
        from isPaused in Flags
        from bars in Few(Bars)
        from plots in Few(Few(Gen.Elements(0d, -0d, double.NaN, double.MaxValue, double.Epsilon, 1 / 3d)))
        from orders in Few(WorkingOrders)
        select new ChartView
        {
            Symbol = symbol,
            Time = time,
            PricePrecision = precision,
            IsPaused = isPaused,
            Bars = bars,
            Plots = plots.Select((plot, i) => ($"default/lss/{i}", plot)).ToDictionary(pair => pair.Item1, pair => pair.plot.ToArray()),
            Orders = orders,
        };

    private static readonly Gen<DeskPageRequest> Pages =
        from after in Longs
        from limit in Ints
        from symbol in OrNull(Names)
        from strategy in OrNull(Names)
        from side in Gen.Elements<Side?>(null, Side.Buy, Side.Sell)
        from isRefused in Gen.Elements<bool?>(null, true, false)
        from isDescending in Flags
        select new DeskPageRequest(after, limit, symbol, strategy, side, isRefused, isDescending);

    public static Gen<SymbolReport> Reports { get; } =
        from symbol in Ints
        from sequence in Longs
        from step in Ints
        from slots in Gen.Choose(0, 400).SelectMany(count => Ticks.ArrayOf(count))
        from details in Few(Details)
        from isEnd in Flags
        select new SymbolReport
        {
            SymbolIndex = symbol,
            Sequence = sequence,
            Step = step,
            Slots = slots,
            Details = details,
            IsEnd = isEnd,
        };

    public static Gen<SlotAnswer> Answers { get; } =
        from isPending in Flags
        from decisions in Few(Outcomes)
        from isSized in Flags
        from sized in Sized
        select new SlotAnswer { IsPending = isPending, Decisions = decisions, Sized = isSized ? sized : null };

    /// <summary>One of everything that goes over a wire, as a plain object.</summary>
    public static Gen<object> All { get; } = Gen.OneOf(
        Boxed(Times), Boxed(Numbers), Boxed(Sources), Boxed(Owners), Boxed(OrderIds), Boxed(Brackets), Boxed(Signals),
        Boxed(Requests), Boxed(Fills), Boxed(Working), Boxed(Ticks), Boxed(Details), Boxed(Reports), Boxed(Outcomes),
        Boxed(Sized), Boxed(Answers), Boxed(Bars), Boxed(Levels), Boxed(Books), Boxed(Points), Boxed(Marks), Boxed(Trades),
        Boxed(Orders), Boxed(Positions), Boxed(Limits), Boxed(Risks), Boxed(Events), Boxed(Portfolios), Boxed(Symbols),
        Boxed(Pages), Boxed(Charts), Boxed(WorkingOrders), Boxed(Settings), Boxed(Strategies),
        Boxed(from id in Names from time in Times from views in Few(Strategies) select new StrategiesView(id, time, views)),
        Boxed(from items in Few(Orders) from next in Longs select new DeskPage<OrderView>(items, next < 0 ? null : next)),
        Boxed(from items in Few(Trades) from next in Longs select new DeskPage<TradeView>(items, next < 0 ? null : next)));

    private static decimal New(long mantissa, int scale)
    {
        var magnitude = (ulong)(mantissa == long.MinValue ? long.MaxValue : Math.Abs(mantissa));
        return new decimal((int)magnitude, (int)(magnitude >> 32), 0, mantissa < 0, (byte)scale);
    }

    private static long Price(long value) => value == long.MinValue ? 1 : value;

    private static Gen<T[]> Few<T>(Gen<T> one) => Gen.Choose(0, 4).SelectMany(count => one.ArrayOf(count));

    private static Gen<T?> OrNull<T>(Gen<T> one)
        where T : class => Gen.Frequency((1, Gen.Constant<T?>(null)), (3, one.Select(value => (T?)value)));

    private static Gen<object> Boxed<T>(Gen<T> one) => one.Select(value => (object)value!);
}

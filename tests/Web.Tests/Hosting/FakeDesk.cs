using System.Text;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.Settings;
using TradeBooks.Web.Live;

namespace TradeBooks.Web.Tests.Hosting;

/// <summary>A desk in memory: one portfolio and two symbols, which does what it is told and can be away.</summary>
internal sealed class FakeDesk : ITradingDesk
{
    public const string Portfolio = "default";
    public const decimal Cash = 100_000.000000000001m;
    public static readonly EventTime Start = EventTime.FromUtc(new DateTime(2026, 3, 12, 13, 53, 0, DateTimeKind.Utc));
    private readonly HashSet<string> _paused = [];
    private bool _isStrategyPaused;
    private Refusal _halt;

    public LiveFeed Feed { get; init; } = new(new LiveFeedOptions { GatherFor = TimeSpan.Zero });

    public bool IsAway { get; set; }

    /// <summary>What every question throws; null for none.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What a question waits for.</summary>
    public Task Delay { get; set; } = Task.CompletedTask;

    public List<TradeView> Trades { get; } =
    [
        .. Enumerable.Range(1, 25).Select(number => new TradeView(
            number, $"default/lss/AAPL/r{number}/0", 0, "lss", number % 5 == 0 ? "MSFT" : "AAPL", At(number),
            OrderRole.Entry, number % 2 == 0 ? Side.Sell : Side.Buy, 10, 100.25m, 0.05m, 1002.5m, 98_997.45m, 100_000m)),
    ];

    public List<OrderView> Orders { get; } =
    [
        .. Enumerable.Range(1, 7).Select(number => new OrderView(
            number, $"default/lss/AAPL/r{number}/0", "lss", "AAPL", At(number), OrderRole.Entry, Side.Buy, OrderType.StopLimit,
            TimeInForce.GoodTillCancel, 10, 101.5m, 101m, number == 7 ? Refusal.MaxOpenPositions : Refusal.None)),
    ];

    public bool HasTraded { get; set; } = true;

    /// <summary>The book of AAPL.</summary>
    public BookView Book { get; set; } = new(
        At(3),
        [new BookLevelView(100, 5), new BookLevelView(99.9m, 1.25m)],
        [new BookLevelView(100.2m, 7.5m), new BookLevelView(100.3m, 2)])
    {
        LastUpdateId = 8_001,
        ReceivedTime = new EventTime(At(3).Microseconds + 12_345),
        Counters = new BookCounters(120, 2, 100, 15, 1, 3, 5),
    };

    /// <summary>Connections to exchanges; none at first.</summary>
    public IReadOnlyList<ConnectionView> Connections { get; set; } = [];

    /// <summary>Keys of the portfolios.</summary>
    public IReadOnlyList<string> Portfolios { get; set; } = [Portfolio];

    /// <summary>Names of the symbols.</summary>
    public IReadOnlyList<string> Symbols { get; set; } = ["AAPL", "MSFT"];

    public string TradeLog { get; set; } =
        "timestamp,symbol,action,qty,price,notional,cash,equity\n"
        + "2026-03-12T13:53:00.000Z,AAPL,BUY,10,100.2500,1002.5000,98997.4500,100000.0000\n";

    public static EventTime At(int minute) => new(Start.Microseconds + minute * EventTime.Minute);

    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        await Delay.WaitAsync(cancellation);
        return !IsAway;
    }

    public async Task<IReadOnlyList<string>> PortfoliosAsync(CancellationToken cancellation)
    {
        await CheckAsync(cancellation);
        return Portfolios;
    }

    public async Task<PortfolioView> PortfolioAsync(string portfolio, CancellationToken cancellation)
    {
        await CheckAsync(cancellation, portfolio);
        return new PortfolioView
        {
            Id = Portfolio,
            Time = HasTraded ? At(25) : EventTime.MinValue,
            InitialCash = Cash,
            Cash = 98_997.45m,
            Equity = Cash + 12.5m - 2.25m,
            PeakEquity = Cash + 20m,
            Drawdown = 0.0000975,
            MaxDrawdown = 0.00078223,
            RealizedPnl = 12.5m,
            UnrealizedPnl = -2.25m,
            Fees = 1.25m,
            Fills = Trades.Count,
            Refusals = 1,
            Events = 1_000,
            Risk = Risk(),
            Positions = !HasTraded ? [] :
            [
                new PositionView("lss", "AAPL", 10, 100.25m, 100.1m, 10m, -1.5m, 0.75m),
                new PositionView("lss", "MSFT", 0, 0, 50m, 2m, 0, 0.25m),
                new PositionView("trend", "AAPL", -5, 99.95m, 100.1m, 0.5m, -0.75m, 0.25m),
            ],
        };
    }

    public async Task<DeskPage<OrderView>> OrdersAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation)
    {
        await CheckAsync(cancellation, portfolio);
        var orders = Orders.Where(order => IsWanted(page, order.Symbol, order.Strategy, order.Side)
            && (page.IsRefused is not { } refused || refused == (order.Refusal != Refusal.None)));
        return Page(orders, page, order => order.Number);
    }

    public async Task<DeskPage<TradeView>> TradesAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation)
    {
        await CheckAsync(cancellation, portfolio);
        return Page(
            Trades.Where(trade => IsWanted(page, trade.Symbol, trade.Strategy, trade.Side)), page, trade => trade.Number);
    }

    public async Task<IReadOnlyList<EquityPoint>> EquityAsync(
        string portfolio, EventTime from, EventTime to, int maxPoints, CancellationToken cancellation)
    {
        await CheckAsync(cancellation, portfolio);
        return !HasTraded ? [] :
        [
            .. Enumerable.Range(1, 25).Select(At).Where(time => time >= from && time <= to).Take(maxPoints)
                .Select(time => new EquityPoint(time, 98_997.45m, Cash + 10.25m, 12.5m, -2.25m)),
        ];
    }

    public async Task WriteTradeLogAsync(string portfolio, Stream target, CancellationToken cancellation)
    {
        await CheckAsync(cancellation, portfolio);
        await target.WriteAsync(Encoding.UTF8.GetBytes(TradeLog), cancellation);
    }

    public Task<RiskView> HaltAsync(string portfolio, CancellationToken cancellation) =>
        SetAsync(portfolio, Refusal.Halted, cancellation);

    public Task<RiskView> ResumeAsync(string portfolio, CancellationToken cancellation) =>
        SetAsync(portfolio, Refusal.None, cancellation);

    public Task<RiskView> CloseAllAsync(string portfolio, CancellationToken cancellation) =>
        SetAsync(portfolio, Refusal.Halted, cancellation);

    public async Task<StrategiesView> StrategiesAsync(string portfolio, CancellationToken cancellation)
    {
        await CheckAsync(cancellation, portfolio);
        return new StrategiesView(Portfolio, HasTraded ? At(25) : EventTime.MinValue, [Strategy()]);
    }

    public Task<StrategyView> PauseStrategyAsync(string portfolio, string strategy, CancellationToken cancellation) =>
        SetStrategyAsync(portfolio, strategy, true, cancellation);

    public Task<StrategyView> ResumeStrategyAsync(string portfolio, string strategy, CancellationToken cancellation) =>
        SetStrategyAsync(portfolio, strategy, false, cancellation);

    public async Task<ChartView> ChartAsync(string symbol, EventTime after, int limit, CancellationToken cancellation)
    {
        var view = await SymbolAsync(symbol, cancellation);
        var chart = new ChartView
        {
            Symbol = symbol,
            Time = view.Time,
            PricePrecision = view.PricePrecision,
            IsPaused = view.IsPaused,
            Bars = view.LatestBars,
            Plots = new Dictionary<string, double[]>
            {
                ["default/lss/fast"] = [double.NaN, 100.125, 100.25],
                ["default/lss/surge"] = [0, 0, 1],
            },
            Orders =
            [
                new WorkingOrderView(
                    Portfolio, "default/lss/AAPL/r1/0/stop", "lss", OrderRole.StopLoss, Side.Sell, OrderType.Stop, 10, 0, 99.25m),
            ],
        };
        return chart.Last(after, limit);
    }

    public Task PauseSymbolAsync(string symbol, CancellationToken cancellation) => SetPausedAsync(symbol, true, cancellation);

    public Task ResumeSymbolAsync(string symbol, CancellationToken cancellation) => SetPausedAsync(symbol, false, cancellation);

    public async Task<IReadOnlyList<string>> SymbolsAsync(CancellationToken cancellation)
    {
        await CheckAsync(cancellation);
        return Symbols;
    }

    public async Task<SymbolView> SymbolAsync(string symbol, CancellationToken cancellation)
    {
        await CheckAsync(cancellation);
        if (!Symbols.Contains(symbol))
            throw new DeskNotFoundException($"there is no symbol '{symbol}'");
        return new SymbolView
        {
            Symbol = symbol,
            Time = At(3),
            Mark = 100.1m,
            PricePrecision = 2,
            IsPaused = _paused.Contains(symbol),
            Bars = 3,
            Positions = new Dictionary<string, long> { ["bars/0"] = 3 },
            LatestBars = [.. Enumerable.Range(1, 3).Select(minute => Bar.Create(At(minute), 100, 101, 99, 100.1m))],
            Indicators = new Dictionary<string, double> { ["default/lss/atr"] = 1.5, ["default/lss/vwap"] = double.NaN },
            Book = symbol == "AAPL" ? Book : null,
        };
    }

    public async Task<IReadOnlyList<ConnectionView>> ConnectionsAsync(CancellationToken cancellation)
    {
        await CheckAsync(cancellation);
        return Connections;
    }

    public IAsyncEnumerable<LiveEvent> LiveAsync(string portfolio, long? after, CancellationToken cancellation) =>
        Feed.ReadAsync(portfolio, after, cancellation);

    private static DeskPage<T> Page<T>(IEnumerable<T> all, DeskPageRequest page, Func<T, long> number)
    {
        var left = (page.IsDescending ? all.Reverse().Where(item => page.After == 0 || number(item) < page.After)
            : all.Where(item => number(item) > page.After)).ToList();
        var items = left.Take(page.Limit).ToList();
        return new DeskPage<T>(items, left.Count > items.Count ? number(items[^1]) : null);
    }

    private static bool IsWanted(DeskPageRequest page, string symbol, string strategy, Side side) =>
        (page.Symbol ?? symbol) == symbol && (page.Strategy ?? strategy) == strategy && (page.Side ?? side) == side;

    private async Task SetPausedAsync(string symbol, bool isPaused, CancellationToken cancellation)
    {
        await SymbolAsync(symbol, cancellation);
        if (isPaused)
            _paused.Add(symbol);
        else
            _paused.Remove(symbol);
    }

    private async Task<StrategyView> SetStrategyAsync(string portfolio, string strategy, bool isPaused, CancellationToken cancellation)
    {
        (await StrategiesAsync(portfolio, cancellation)).Find(strategy);
        _isStrategyPaused = isPaused;
        return Strategy();
    }

    private StrategyView Strategy() => new()
    {
        Id = "lss",
        Type = "lss",
        IsPaused = _isStrategyPaused,
        Settings = [new SettingInForce("fast", "5", "bars of the fast average")],
        Symbols = ["AAPL", "MSFT"],
        Signals = 20,
        Accepted = 15,
        Refused = 5,
        RoundTrips = HasTraded ? 12 : 0,
        Wins = HasTraded ? 7 : 0,
        Losses = HasTraded ? 5 : 0,
        WinRate = HasTraded ? 7.0 / 12 : null,
        ProfitFactor = HasTraded ? 1.25 : null,
        RealizedPnl = 12.500000000000001m,
        UnrealizedPnl = -2.25m,
        Fees = 1.25m,
    };

    private async Task<RiskView> SetAsync(string portfolio, Refusal halt, CancellationToken cancellation)
    {
        await CheckAsync(cancellation, portfolio);
        _halt = halt;
        return Risk();
    }

    private RiskView Risk() => new(_halt, new RiskPolicy { MaxOpenPositions = 4 }, 1_501.5m, 2, Cash + 10.25m);

    private async Task CheckAsync(CancellationToken cancellation, string portfolio = Portfolio)
    {
        await Delay.WaitAsync(cancellation);
        if (Failure is not null)
            throw Failure;
        if (IsAway)
            throw new DeskUnavailableException("the cluster can't be reached");
        if (portfolio != Portfolio)
            throw new DeskNotFoundException($"there is no portfolio '{portfolio}'");
    }
}

using System.Globalization;
using System.Text;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.Settings;
using TradeBooks.Web.Live;

namespace TradeBooks.Benchmarks.Dashboard;

/// <summary>A portfolio in memory to which something happens as often as it is told; it takes no commands.</summary>
internal sealed class LoadDesk : ITradingDesk, IDisposable
{
    public const string Portfolio = "default";
    private const int MostKept = 20_000;
    private const decimal Start = 1_000_000;
    private readonly Lock _lock = new();
    private readonly Random _random = new(5);
    private readonly LoadSymbol[] _symbols = [.. Enumerable.Range(1, 20).Select(number => new LoadSymbol($"SYM{number:00}"))];
    private readonly List<TradeView> _trades = [];
    private readonly List<EquityPoint> _equity = [];

    // Nothing is gathered: each update goes to the page as it is.
    private readonly LiveFeed _feed = new(new LiveFeedOptions { GatherFor = TimeSpan.Zero });
    private EventTime _time = EventTime.FromUtc(new DateTime(2026, 3, 2, 14, 30, 0, DateTimeKind.Utc));
    private decimal _cash = Start;
    private decimal _peak = Start;
    private double _maxDrawdown;

    /// <summary>Updates so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Fills so far.</summary>
    public long Fills { get; private set; }

    private decimal Equity => _cash + _symbols.Sum(symbol => symbol.Quantity * symbol.Price);

    /// <summary>One more update: of 100, there are 10 fills, 80 marks, 9 of equity and one of lag.</summary>
    public void Step()
    {
        lock (_lock)
        {
            var symbol = _symbols[Updates % _symbols.Length];
            var turn = (int)(Updates++ % 100);
            if (turn % 10 == 0)
                Fill(symbol);
            else if (turn == 99)
                _feed.Publish(Portfolio, new LiveEvent(0, LiveKind.Lag) { Lag = new LagView(Updates, 1_000, 0) });
            else if (turn % 10 == 9)
                Value();
            else
                Move(symbol);
        }
    }

    public Task<bool> IsReadyAsync(CancellationToken cancellation) => Task.FromResult(true);

    public Task<IReadOnlyList<string>> PortfoliosAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([Portfolio]);

    public Task<PortfolioView> PortfolioAsync(string portfolio, CancellationToken cancellation) => Locked(() => new PortfolioView
    {
        Id = Portfolio,
        Time = _time,
        InitialCash = Start,
        Cash = _cash,
        Equity = Equity,
        PeakEquity = _peak,
        Drawdown = (double)(1 - Equity / _peak),
        MaxDrawdown = _maxDrawdown,
        RealizedPnl = Realized,
        UnrealizedPnl = Unrealized,
        Fees = 0,
        Fills = Fills,
        Refusals = 0,
        Events = Updates,
        Risk = new RiskView(
            Refusal.None, new RiskPolicy(), _symbols.Sum(symbol => symbol.Quantity * symbol.Price), _symbols.Count(symbol => symbol.Quantity > 0), Equity),
        Positions = [.. _symbols.Select(symbol => symbol.Position)],
    });

    public Task<DeskPage<OrderView>> OrdersAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation) => Locked(() =>
    {
        var trades = Page(page);
        return new DeskPage<OrderView>(
            [
                .. trades.Items.Select(trade => new OrderView(
                    trade.Number, trade.OrderId, trade.Strategy, trade.Symbol, trade.Time, trade.Role, trade.Side, OrderType.Market,
                    TimeInForce.GoodTillCancel, trade.Quantity, 0, 0, Refusal.None)),
            ],
            trades.Next);
    });

    public Task<DeskPage<TradeView>> TradesAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation) =>
        Locked(() => Page(page));

    public Task<IReadOnlyList<EquityPoint>> EquityAsync(
        string portfolio, EventTime from, EventTime to, int maxPoints, CancellationToken cancellation) => Locked(() =>
    {
        var points = _equity.FindAll(point => point.Time >= from && point.Time <= to);
        var step = Math.Max(1, (points.Count + maxPoints - 1) / maxPoints);
        return (IReadOnlyList<EquityPoint>)[.. points.Where((_, i) => (points.Count - 1 - i) % step == 0)];
    });

    public async Task WriteTradeLogAsync(string portfolio, Stream target, CancellationToken cancellation)
    {
        var text = await Locked(() => string.Concat(_trades.Select(trade => string.Create(
            CultureInfo.InvariantCulture, $"{trade.Time},{trade.Symbol},{trade.Side},{trade.Quantity},{trade.Price},{trade.Notional},{trade.Cash},{trade.Equity}\n"))));
        await target.WriteAsync(Encoding.UTF8.GetBytes("timestamp,symbol,action,qty,price,notional,cash,equity\n" + text), cancellation);
    }

    public Task<StrategiesView> StrategiesAsync(string portfolio, CancellationToken cancellation) => Locked(() => new StrategiesView(
        Portfolio,
        _time,
        [
            new StrategyView
            {
                Id = "lss",
                Type = "lss",
                IsPaused = false,
                Settings = [.. Enumerable.Range(1, 12).Select(number => new SettingInForce($"setting_{number}", "1", "one of its settings"))],
                Symbols = [.. _symbols.Select(symbol => symbol.Name)],
                Signals = Fills / 2,
                Accepted = Fills / 2,
                Refused = 0,
                RoundTrips = Fills / 2,
                Wins = Fills / 4,
                Losses = Fills / 2 - Fills / 4,
                WinRate = 0.5,
                ProfitFactor = 1,
                RealizedPnl = Realized,
                UnrealizedPnl = Unrealized,
                Fees = 0,
            },
        ]));

    public Task<IReadOnlyList<string>> SymbolsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([.. _symbols.Select(symbol => symbol.Name)]);

    public Task<SymbolView> SymbolAsync(string symbol, CancellationToken cancellation) => Locked(() => Find(symbol).View());

    public Task<ChartView> ChartAsync(string symbol, EventTime after, int limit, CancellationToken cancellation) =>
        Locked(() => Find(symbol).Chart(after, limit));

    public IAsyncEnumerable<LiveEvent> LiveAsync(string portfolio, long? after, CancellationToken cancellation) =>
        _feed.ReadAsync(portfolio, after, cancellation);

    public Task<RiskView> HaltAsync(string portfolio, CancellationToken cancellation) => Refuse<RiskView>();

    public Task<RiskView> ResumeAsync(string portfolio, CancellationToken cancellation) => Refuse<RiskView>();

    public Task<RiskView> CloseAllAsync(string portfolio, CancellationToken cancellation) => Refuse<RiskView>();

    public Task<StrategyView> PauseStrategyAsync(string portfolio, string strategy, CancellationToken cancellation) => Refuse<StrategyView>();

    public Task<StrategyView> ResumeStrategyAsync(string portfolio, string strategy, CancellationToken cancellation) => Refuse<StrategyView>();

    public Task PauseSymbolAsync(string symbol, CancellationToken cancellation) => Refuse<bool>();

    public Task ResumeSymbolAsync(string symbol, CancellationToken cancellation) => Refuse<bool>();

    public void Dispose() => _feed.Dispose();

    private decimal Realized => _symbols.Sum(symbol => symbol.Realized);

    private decimal Unrealized => _symbols.Sum(symbol => symbol.Unrealized);

    private static Task<T> Refuse<T>() => Task.FromException<T>(new DeskConflictException("a benchmark takes no commands"));

    private Task<T> Locked<T>(Func<T> answer)
    {
        lock (_lock)
            return Task.FromResult(answer());
    }

    private LoadSymbol Find(string name) =>
        Array.Find(_symbols, symbol => symbol.Name == name) ?? throw new DeskNotFoundException($"there is no symbol '{name}'");

    private void Move(LoadSymbol symbol)
    {
        symbol.Move(_time, _random.Next(-5, 6) / 100m);
        _feed.Publish(Portfolio, new LiveEvent(0, LiveKind.Marks) { Marks = [new MarkView(symbol.Name, _time, symbol.Price)] });
    }

    private void Fill(LoadSymbol symbol)
    {
        var side = symbol.Quantity == 0 ? Side.Buy : Side.Sell;
        symbol.Realized += side == Side.Sell ? symbol.Unrealized : 0;
        _cash -= side == Side.Buy ? 10 * symbol.Price : -10 * symbol.Price;
        (symbol.Quantity, symbol.EntryPrice) = side == Side.Buy ? (10, symbol.Price) : (0, symbol.Price);
        Fills++;
        var trade = new TradeView(
            Fills, $"default/lss/{symbol.Name}/r{Fills}/0", 0, "lss", symbol.Name, _time, side == Side.Buy ? OrderRole.Entry : OrderRole.Close,
            side, 10, symbol.Price, 0, 10 * symbol.Price, _cash, Equity);
        Keep(_trades, trade);
        _feed.Publish(Portfolio, new LiveEvent(0, LiveKind.Fill) { Fill = trade });
    }

    private void Value()
    {
        _time = new EventTime(_time.Microseconds + EventTime.Minute / 60);
        _peak = Math.Max(_peak, Equity);
        _maxDrawdown = Math.Max(_maxDrawdown, (double)(1 - Equity / _peak));
        var point = new EquityPoint(_time, _cash, Equity, Realized, Unrealized);
        Keep(_equity, point);
        _feed.Publish(Portfolio, new LiveEvent(0, LiveKind.Equity) { Equity = point });
    }

    private static void Keep<T>(List<T> all, T item)
    {
        all.Add(item);
        if (all.Count > MostKept + 1_000)
            all.RemoveRange(0, 1_000);
    }

    private DeskPage<TradeView> Page(DeskPageRequest page)
    {
        var wanted = _trades.Where(trade => (page.Symbol ?? trade.Symbol) == trade.Symbol && (page.Side ?? trade.Side) == trade.Side);
        var left = page.IsDescending
            ? wanted.Reverse().Where(trade => page.After == 0 || trade.Number < page.After)
            : wanted.Where(trade => trade.Number > page.After);
        var items = left.Take(page.Limit + 1).ToList();
        return items.Count > page.Limit ? new DeskPage<TradeView>(items[..page.Limit], items[page.Limit - 1].Number) : new DeskPage<TradeView>(items, null);
    }
}

using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Benchmarks.Dashboard;

/// <summary>A symbol whose price walks at random, with its bars of a minute and two averages of them.</summary>
internal sealed class LoadSymbol(string name)
{
    private const int MostBars = 5_000;
    private readonly List<Bar> _bars = [];
    private readonly List<double> _fast = [];
    private readonly List<double> _slow = [];
    private decimal _open = 100;
    private decimal _high = 100;
    private decimal _low = 100;
    private EventTime _minute;

    public string Name => name;

    public decimal Price { get; private set; } = 100;

    public EventTime Time { get; private set; }

    public decimal Quantity { get; set; }

    public decimal EntryPrice { get; set; }

    public decimal Realized { get; set; }

    public decimal Unrealized => Quantity * (Price - EntryPrice);

    public PositionView Position => new("lss", name, Quantity, EntryPrice, Price, Realized, Unrealized, 0);

    public void Move(EventTime time, decimal by)
    {
        var minute = new EventTime(time.Microseconds / EventTime.Minute * EventTime.Minute);
        if (minute > _minute && _minute > EventTime.MinValue)
            Close();
        if (minute > _minute)
            (_minute, _open, _high, _low) = (minute, Price, Price, Price);
        Time = time;
        Price = Math.Max(1, Price + by);
        _high = Math.Max(_high, Price);
        _low = Math.Min(_low, Price);
    }

    public ChartView Chart(EventTime after, int limit) => new ChartView
    {
        Symbol = name,
        Time = Time,
        PricePrecision = 2,
        Bars = [.. _bars],
        Plots = new Dictionary<string, double[]> { ["default/lss/fast"] = [.. _fast], ["default/lss/slow"] = [.. _slow] },
    }.Last(after, limit);

    public SymbolView View() => new()
    {
        Symbol = name,
        Time = Time,
        Mark = Price,
        PricePrecision = 2,
        Bars = _bars.Count,
        LatestBars = [.. _bars.TakeLast(100)],
        Book = new BookView(Time, Levels(-0.01m), Levels(0.01m)),
    };

    private BookLevelView[] Levels(decimal step) =>
        [.. Enumerable.Range(1, 12).Select(level => new BookLevelView(Price + level * step, 100 + level))];

    private void Close()
    {
        _bars.Add(Bar.Create(_minute, _open, _high, _low, Price));
        _fast.Add(Average(_fast, 5));
        _slow.Add(Average(_slow, 20));
        if (_bars.Count <= MostBars)
            return;
        _bars.RemoveRange(0, MostBars / 5);
        _fast.RemoveRange(0, MostBars / 5);
        _slow.RemoveRange(0, MostBars / 5);
    }

    private double Average(List<double> before, int length) =>
        before.Count == 0 ? (double)Price : before[^1] + ((double)Price - before[^1]) * 2 / (length + 1);
}

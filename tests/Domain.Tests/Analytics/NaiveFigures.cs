using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Tests.Analytics;

/// <summary>The definitions of docs/figures.md, word for word, over lists that keep everything.</summary>
internal sealed class NaiveFigures(PerformanceOptions options)
{
    public List<Bar>[] Bars { get; } = [.. options.Symbols.Select(_ => new List<Bar>())];

    public List<Slot> Slots { get; } = [];

    public List<Fill> Fills { get; } = [];

    public long Refused { get; set; }

    public double MaxDrawdown => Slots.Count == 0 ? 0 : Drawdowns().Max();

    public double Exposure => (double)Slots.Count(s => s.Any) / Slots.Count;

    public double MeanEquity => Slots.Average(s => s.Equity);

    /// <summary>Every round trip, unit by unit: quantities are whole numbers here.</summary>
    public List<RoundTrip> RoundTrips()
    {
        var trips = new List<RoundTrip>();
        var open = new Dictionary<(int, int), Queue<(Fill Fill, int Number)>>();
        for (var number = 0; number < Fills.Count; number++)
        {
            var exit = Fills[number];
            var key = (exit.StrategyIndex, exit.SymbolIndex);
            if (!open.TryGetValue(key, out var queue))
                open[key] = queue = new Queue<(Fill, int)>();
            var unitsByEntry = new List<(Fill Entry, int Number, int Units)>();
            for (var unit = 0; unit < exit.Quantity; unit++)
            {
                if (queue.Count == 0 || queue.Peek().Fill.Side == exit.Side)
                {
                    queue.Enqueue((exit, number));
                    continue;
                }

                var (entry, entryNumber) = queue.Dequeue();
                if (unitsByEntry.Count > 0 && unitsByEntry[^1].Number == entryNumber)
                    unitsByEntry[^1] = (entry, entryNumber, unitsByEntry[^1].Units + 1);
                else
                    unitsByEntry.Add((entry, entryNumber, 1));
            }

            trips.AddRange(unitsByEntry.Select(u => Trip(u.Entry, exit, u.Units)));
        }

        return trips;
    }

    public List<double> DailyReturns()
    {
        var returns = new List<double>();
        var previous = (double)options.InitialCash;
        foreach (var day in Slots.GroupBy(s => s.Time.Day))
        {
            returns.Add(day.Last().Equity / previous - 1);
            previous = day.Last().Equity;
        }

        return returns;
    }

    public double? Sharpe()
    {
        var returns = DailyReturns();
        if (returns.Count < 2)
            return null;
        var mean = returns.Average();
        var deviation = Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / (returns.Count - 1));
        return mean / deviation * Math.Sqrt(options.DaysPerYear);
    }

    public double? Sortino()
    {
        var returns = DailyReturns();
        if (returns.Count < 2 || returns.All(r => r >= 0))
            return null;
        var downside = Math.Sqrt(returns.Where(r => r < 0).Sum(r => r * r) / returns.Count);
        return returns.Average() / downside * Math.Sqrt(options.DaysPerYear);
    }

    public List<MonthlyReturn> MonthlyReturns()
    {
        var months = new List<MonthlyReturn>();
        var previous = (double)options.InitialCash;
        foreach (var month in Slots.GroupBy(s => (s.Time.ToUtc().Year, s.Time.ToUtc().Month)))
        {
            months.Add(new MonthlyReturn(month.Key.Year, month.Key.Month, month.Last().Equity / previous - 1));
            previous = month.Last().Equity;
        }

        return months;
    }

    public List<PricePoint> Prices(int symbol)
    {
        var bars = Bars[symbol];
        return [.. bars.Chunk(Stretch(bars.Count, options.PricePoints)).Select(chunk => new PricePoint(
            chunk[0].Time, chunk[0].Open.ToDouble(), chunk.Max(b => b.High.ToDouble()),
            chunk.Min(b => b.Low.ToDouble()), chunk[^1].Close.ToDouble()))];
    }

    public List<EquityPoint> Curve()
    {
        var stretch = Stretch(Slots.Count, options.EquityPoints);
        var drawdowns = Drawdowns().Chunk(stretch).ToList();
        return [.. Slots.Chunk(stretch).Select((chunk, i) => new EquityPoint(
            chunk[^1].Time, chunk[^1].Equity, chunk.Min(s => s.Equity), chunk.Max(s => s.Equity),
            drawdowns[i].Max(), chunk.Average(s => s.Gross / s.Equity)))];
    }

    private static int Stretch(int items, int capacity)
    {
        var stretch = 1;
        while ((items + stretch - 1) / stretch > capacity)
            stretch *= 2;
        return stretch;
    }

    private List<double> Drawdowns()
    {
        var drawdowns = new List<double>();
        for (var i = 0; i < Slots.Count; i++)
        {
            var peak = (double)options.InitialCash;
            for (var j = i; j >= 0; j--)
                peak = Math.Max(peak, Slots[j].Equity);
            drawdowns.Add((peak - Slots[i].Equity) / peak);
        }

        return drawdowns;
    }

    private RoundTrip Trip(Fill entry, Fill exit, int units)
    {
        var fees = entry.Fee * units / entry.Quantity + exit.Fee * units / exit.Quantity;
        var multiplier = options.Multipliers?[exit.SymbolIndex] ?? 1m;
        var pnl = entry.Side.Sign() * (exit.Price - entry.Price) * units * multiplier - fees;
        return new RoundTrip(
            options.Symbols[exit.SymbolIndex], options.Strategies[exit.StrategyIndex], entry.Side, units, entry.Time,
            entry.Price, exit.Time, exit.Price, fees, pnl)
        {
            Multiplier = multiplier,
        };
    }

    public readonly record struct Slot(EventTime Time, double Equity, double Gross, bool Any);
}

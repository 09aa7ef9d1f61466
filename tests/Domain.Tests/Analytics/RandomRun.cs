using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Analytics;

/// <summary>
/// A made-up run with everything that a recorder may meet: gaps of days and months, quiet stretches, bars whose scale
/// changes, partial closes, reversals, fees, multipliers. The same seed gives the same run.
/// </summary>
internal sealed class RandomRun
{
    private readonly Random _random;
    private readonly PerformanceOptions _options;
    private readonly decimal[,] _positions;
    private readonly decimal[] _marks;
    private EventTime _time;

    public RandomRun(int seed, PerformanceOptions options, int slots)
    {
        _random = new Random(seed);
        _options = options;
        _positions = new decimal[options.Strategies.Count, options.Symbols.Count];
        _marks = new decimal[options.Symbols.Count];
        Array.Fill(_marks, 100m);
        Cash = options.InitialCash;
        _time = Recording.At(2023, 11, 20, 14, 30);
        for (var i = 0; i < slots; i++)
            AddSlot();
    }

    /// <summary>What happened, in order, to be applied to a recorder and to the naive figures.</summary>
    public List<Action<PerformanceRecorder, NaiveFigures>> Steps { get; } = [];

    /// <summary>Initial cash and what all fills moved, exactly.</summary>
    public decimal Cash { get; private set; }

    public decimal Equity
    {
        get
        {
            var equity = Cash;
            for (var i = 0; i < _positions.Length; i++)
                equity += PositionAt(i) * _marks[i % _marks.Length] * Multiplier(i % _marks.Length);
            return equity;
        }
    }

    private void AddSlot()
    {
        _time = new EventTime(_time.Microseconds + _random.Next(200) switch
        {
            0 => 40 * EventTime.DayLength,
            < 4 => 3 * EventTime.DayLength,
            < 20 => 7 * 60 * EventTime.Minute,
            _ => EventTime.Minute,
        });
        var quiet = _random.Next(3) == 0;
        for (var symbol = 0; symbol < _marks.Length; symbol++)
        {
            if (_random.Next(10) < 8)
                AddBar(symbol, quiet);
            while (!quiet && _random.Next(4) == 0)
                AddFill(symbol);
        }

        if (_random.Next(30) == 0)
            Steps.Add((recorder, naive) => { recorder.OnRefused(); naive.Refused++; });
        AddSlotEnd();
    }

    private void AddBar(int symbol, bool quiet)
    {
        var scale = _random.Next(10) == 0 ? 1 : 2;
        var open = _marks[symbol];
        var close = quiet ? open : Math.Max(20, Math.Round(open + _random.Next(-200, 201) / 100m, scale));
        var high = Math.Max(open, close) + _random.Next(50) / 100m;
        var low = Math.Min(open, close) - _random.Next(50) / 100m;
        _marks[symbol] = close;
        var bar = Bar.Create(_time, open, high, low, close);
        Steps.Add((recorder, naive) =>
        {
            recorder.OnBar(symbol, in bar);
            naive.Bars[symbol].Add(bar);
        });
    }

    private void AddFill(int symbol)
    {
        var strategy = _random.Next(_options.Strategies.Count);
        var position = _positions[strategy, symbol];
        var side = _random.Next(2) == 0 ? Side.Buy : Side.Sell;
        var quantity = position != 0 && _random.Next(3) == 0 ? Math.Abs(position) : _random.Next(1, 20);
        var price = _marks[symbol] + _random.Next(-10_000, 10_001) / 10_000m;
        var fee = _random.Next(4) == 0 ? 0 : Math.Round(_random.Next(1, 2000) / 997m, 6);
        var fill = Recording.Fill(side, quantity, price, fee, 0, symbol, strategy) with { Time = _time };
        _positions[strategy, symbol] += fill.SignedQuantity;
        Cash -= fill.SignedQuantity * price * Multiplier(symbol) + fee;
        Steps.Add((recorder, naive) =>
        {
            recorder.OnFill(in fill);
            naive.Fills.Add(fill);
        });
    }

    private void AddSlotEnd()
    {
        var gross = 0m;
        for (var i = 0; i < _positions.Length; i++)
            gross += Math.Abs(PositionAt(i) * _marks[i % _marks.Length] * Multiplier(i % _marks.Length));
        var slot = new NaiveFigures.Slot(_time, (double)Equity, (double)gross, gross != 0);
        Steps.Add((recorder, naive) =>
        {
            recorder.OnSlot(slot.Time, slot.Equity, slot.Gross, slot.Any);
            naive.Slots.Add(slot);
        });
    }

    private decimal PositionAt(int index) => _positions[index / _marks.Length, index % _marks.Length];

    private decimal Multiplier(int symbol) => _options.Multipliers?[symbol] ?? 1m;
}

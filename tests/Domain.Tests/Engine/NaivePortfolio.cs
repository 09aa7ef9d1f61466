using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>Cash, positions and marks of a portfolio, and the time slots that its bars fall into.</summary>
internal abstract class NaivePortfolio(decimal cash)
{
    public List<NaiveFill> Fills { get; } = [];

    protected decimal Cash { get; private set; } = cash;

    protected Dictionary<string, decimal> Positions { get; } = [];

    protected Dictionary<string, decimal> Marks { get; } = [];

    protected Dictionary<string, List<TestBar>> History { get; } = [];

    protected decimal Equity => Cash + Positions.Sum(pair => pair.Value * Marks[pair.Key]);

    /// <summary>All events of one time are a slot: fills of every symbol, then marks, then orders.</summary>
    public IReadOnlyList<NaiveFill> Run(IEnumerable<KeyValuePair<string, List<TestBar>>> bars)
    {
        foreach (var symbol in bars.Select(pair => pair.Key))
            (Positions[symbol], Marks[symbol], History[symbol]) = (0, 0, []);
        var slots = bars
            .SelectMany(pair => pair.Value.Select(bar => (Symbol: pair.Key, Bar: bar)))
            .GroupBy(item => item.Bar.Time)
            .OrderBy(slot => slot.Key)
            .Select(slot => slot.OrderBy(item => item.Symbol, StringComparer.Ordinal).ToList());
        foreach (var slot in slots)
        {
            foreach (var (symbol, bar) in slot)
                FillOrders(symbol, bar);
            foreach (var (symbol, bar) in slot)
            {
                History[symbol].Add(bar);
                Marks[symbol] = bar.Close;
            }

            foreach (var (symbol, bar) in slot)
                PlaceOrders(symbol, bar);
        }

        return Fills;
    }

    protected abstract void FillOrders(string symbol, TestBar bar);

    protected abstract void PlaceOrders(string symbol, TestBar bar);

    protected void Trade(TestBar bar, string symbol, decimal signedQuantity, decimal price)
    {
        Cash -= signedQuantity * price;
        Positions[symbol] += signedQuantity;
        // The traded symbol counts at the fill's price, the others at their last mark.
        var equity = Cash + Positions.Sum(pair => pair.Value * (pair.Key == symbol ? price : Marks[pair.Key]));
        var side = signedQuantity > 0 ? Side.Buy : Side.Sell;
        Fills.Add(new NaiveFill(bar.Time, symbol, side, Math.Abs(signedQuantity), price, Cash, equity));
    }
}

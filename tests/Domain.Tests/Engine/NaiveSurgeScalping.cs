namespace TradeBooks.Domain.Tests.Engine;

/// <summary>
/// The rules of <c>lss</c> in the plainest form: every indicator from the whole history, in decimals, when it is needed.
/// </summary>
internal sealed class NaiveSurgeScalping : NaivePortfolio
{
    private readonly decimal _multiplier;
    private readonly decimal _takeProfitAtr;
    private readonly decimal _stopLossAtr;
    private readonly Dictionary<string, (int Direction, decimal Quantity, decimal Atr)> _open = [];
    private readonly Dictionary<string, (decimal Target, decimal Stop)> _exits = [];

    public NaiveSurgeScalping(decimal multiplier = 3.0m, decimal takeProfitAtr = 0.5m, decimal stopLossAtr = 0.3m)
        : base(100_000m) =>
        (_multiplier, _takeProfitAtr, _stopLossAtr) = (multiplier, takeProfitAtr, stopLossAtr);

    protected override void FillOrders(string symbol, TestBar bar)
    {
        if (_open.Remove(symbol, out var order))
        {
            Trade(bar, symbol, order.Direction * order.Quantity, bar.Open);
            // Computed prices have 12 decimals (Precision), else a penny stock's fills don't add up exactly.
            _exits[symbol] = (
                decimal.Round(bar.Open + order.Direction * _takeProfitAtr * order.Atr, 12),
                decimal.Round(bar.Open - order.Direction * _stopLossAtr * order.Atr, 12));
        }

        if (!_exits.TryGetValue(symbol, out var exits))
            return;
        var price = Positions[symbol] > 0
            ? bar.Low <= exits.Stop ? Math.Min(bar.Open, exits.Stop)
                : bar.High >= exits.Target ? Math.Max(bar.Open, exits.Target) : (decimal?)null
            : bar.High >= exits.Stop ? Math.Max(bar.Open, exits.Stop)
                : bar.Low <= exits.Target ? Math.Min(bar.Open, exits.Target) : null;
        if (price is null)
            return;
        Trade(bar, symbol, -Positions[symbol], price.Value);
        _exits.Remove(symbol);
    }

    protected override void PlaceOrders(string symbol, TestBar bar)
    {
        if (Positions[symbol] != 0 || !IsSurge(History[symbol]) || bar.High == bar.Low)
            return;
        var closes = History[symbol].ConvertAll(b => b.Close);
        var (fast, slow) = (Ema(closes, 5), Ema(closes, 20));
        // As a quotient of doubles: the reference results hold one bar that closes at 0.7 of its range exactly, and
        // count it, which only the rounding of doubles explains (ReferenceResultTests).
        var (high, low, close) = ((double)bar.High, (double)bar.Low, (double)bar.Close);
        var direction = (close - low) / (high - low) > 0.7 && fast > slow ? 1
            : (high - close) / (high - low) > 0.7 && fast < slow ? -1
            : 0;
        var quantity = decimal.Floor(0.01m * Equity / bar.Close);
        if (direction != 0 && quantity > 0)
            _open[symbol] = (direction, quantity, Atr(History[symbol]));
    }

    private bool IsSurge(List<TestBar> bars)
    {
        if (bars.Count < 21)
            return false;
        var earlier = bars.TakeLast(21).SkipLast(1).Sum(bar => Math.Abs(bar.Change));
        return earlier > 0 && Math.Abs(bars[^1].Change) * 20 > _multiplier * earlier;
    }

    private static decimal Ema(List<decimal> closes, int n)
    {
        var ema = closes.Take(n).Sum() / n;
        foreach (var close in closes.Skip(n))
            ema += 2m / (n + 1) * (close - ema);
        return ema;
    }

    private static decimal Atr(List<TestBar> bars)
    {
        var ranges = bars.Select((bar, i) => i == 0
            ? bar.High - bar.Low
            : new[]
            {
                bar.High - bar.Low, Math.Abs(bar.High - bars[i - 1].Close), Math.Abs(bar.Low - bars[i - 1].Close),
            }.Max()).ToList();
        var atr = ranges.Take(14).Sum() / 14;
        foreach (var range in ranges.Skip(14))
            atr = (13 * atr + range) / 14;
        return atr;
    }
}

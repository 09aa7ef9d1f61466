namespace TradeBooks.Domain.Tests.Engine;

/// <summary>
/// Crossing of two simple averages, long and short with all the cash: on a strict cross it closes and reverses at the
/// symbol's next open, the new quantity being floor(cash after the close / open).
/// </summary>
internal sealed class NaiveSmaCrossing(int fast, int slow) : NaivePortfolio(100_000m)
{
    private readonly Dictionary<string, int> _crossed = [];

    protected override void FillOrders(string symbol, TestBar bar)
    {
        if (!_crossed.Remove(symbol, out var direction))
            return;
        if (Positions[symbol] != 0)
            Trade(bar, symbol, -Positions[symbol], bar.Open);
        var quantity = decimal.Floor(Cash / bar.Open);
        if (quantity > 0)
            Trade(bar, symbol, direction * quantity, bar.Open);
    }

    protected override void PlaceOrders(string symbol, TestBar bar)
    {
        var closes = History[symbol].TakeLast(slow + 1).Select(b => b.Close).ToList();
        var (now, before) = (Compare(closes), Compare(closes.SkipLast(1).ToList()));
        if (now * before < 0)
            _crossed[symbol] = now;
    }

    // +1 with the fast average above; as sums, since the averages themselves may not be representable.
    private int Compare(List<decimal> closes) => closes.Count < slow
        ? 0
        : Math.Sign(closes.TakeLast(fast).Sum() * slow - closes.TakeLast(slow).Sum() * fast);
}

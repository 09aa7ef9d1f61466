using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Feeds.Tests.Exchanges;

/// <summary>Which intervals have a bar: those that are over and were seen from their beginning.</summary>
public sealed class TradeBarsTests
{
    private readonly List<string> _bars = [];
    private readonly TradeBars _made;
    private readonly DepthBuffer _depth = new();

    public TradeBarsTests() => _made = new TradeBars(TimeSpan.FromSeconds(10), (symbol, bar) => _bars.Add(
        FormattableString.Invariant($"{symbol} {bar.Time.Microseconds / EventTime.Second}: {bar.Open} {bar.High} {bar.Low} {bar.Close} {bar.Volume} {bar.PercentChange}")));

    [Fact]
    public void OnTrade_FirstAndLastInterval_HaveNoBar()
    {
        Trade(5, 100);
        Trade(12, 101);
        Trade(13, 99);
        Trade(31, 102);
        Trade(40, 103);

        // The close before the first bar is known, though that interval has none; 20 to 30 has no trade.
        Assert.Equal(["X 10: 101 101 99 99 2 -1", "X 30: 102 102 102 102 1 3.0303"], _bars);
        Assert.Equal((2, 1, 1, 0), (_made.Bars, _made.Incomplete, _made.Open, _made.Late));
    }

    [Fact]
    public void OnDepth_SeenBeforeTheInterval_MakesItsFirstTradesWhole()
    {
        Depth(8);
        Trade(12, 101);
        Depth(21.9);
        Assert.Empty(_bars);
        Depth(22);
        Assert.Equal(["X 10: 101 101 101 101 1 0"], _bars);
        Trade(19, 100);
        Assert.Equal((1, 0, 0, 1), (_made.Bars, _made.Incomplete, _made.Open, _made.Late));
    }

    [Fact]
    public void OnDepth_Snapshot_TellsNothing()
    {
        // Its time is that of our own clock.
        Depth(8, isSnapshot: true);
        Trade(12, 101);
        Depth(99, isSnapshot: true);
        Trade(21, 101);
        Assert.Empty(_bars);
        Assert.Equal(1, _made.Incomplete);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OnLoss_WithinIntervals_TheyHaveNoBar(bool all)
    {
        Trade(1, 100);
        Trade(11, 101);
        Trade(21, 102);
        if (all)
            _made.LoseAll();
        else
            _made.OnLoss("X");
        Trade(33, 103);
        Trade(41, 104);
        Trade(51, 105);

        // 20 to 30 was left in the middle, 30 to 40 was entered there.
        Assert.Equal(["X 10", "X 40"], _bars.Select(bar => bar[..bar.IndexOf(':', StringComparison.Ordinal)]));
        Assert.Equal(3, _made.Incomplete);
    }

    [Fact]
    public void OnLoss_ThenABar_ItsChangeIsOfNoCloseBefore()
    {
        Trade(1, 100);
        Trade(11, 101);
        _made.OnLoss("X");
        Trade(33, 150);
        Trade(41, 160);
        _made.OnLoss("X");

        // At the very beginning of an interval others of its time may be lost.
        Trade(50, 200);
        Trade(61, 220);
        Trade(71, 221);
        Assert.Equal(["X 60: 220 220 220 220 1 10"], _bars);
        Assert.Equal(5, _made.Incomplete);
    }

    [Fact]
    public void OnTrade_FiguresOfTooManyDigits_HaveNoBarAndOthersDo()
    {
        Trade(1, 100);
        for (var i = 0; i < 12; i++)
            _made.OnTrade("X", new Trade(At(11), new Decimal64(100, 0), new Decimal64(900_000_000_012_345_678, 8), Side.Buy, 0), At(0));
        Trade(21, 100);
        Trade(31, 100);
        Assert.Equal(["X 20: 100 100 100 100 1 0"], _bars);
        Assert.Equal(2, _made.Incomplete);
    }

    [Fact]
    public void OnLoss_OfAnotherSymbol_IsNothing()
    {
        Trade(1, 100);
        Trade(11, 101);
        _made.OnLoss("Y");
        Trade(12, 101);
        Trade(21, 102);
        Assert.Single(_bars);
    }

    private void Trade(double second, long price) =>
        _made.OnTrade("X", new Trade(At(second), new Decimal64(price, 0), new Decimal64(1, 0), Side.Buy, 0), At(0));

    private void Depth(double second, bool isSnapshot = false)
    {
        _depth.Clear();
        _depth.Header = new DepthHeader(isSnapshot ? EventKind.DepthSnapshot : EventKind.DepthUpdate, At(second), At(second), 0, 0, 0, null);
        _made.OnDepth("X", _depth);
    }

    private static EventTime At(double second) => new((long)(second * EventTime.Second));
}

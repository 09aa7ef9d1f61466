using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Market;

/// <summary>Bars, quotes, trades and the event that carries any of them.</summary>
public sealed class MarketEventTests
{
    private static readonly EventTime Time = new(1_773_323_580_000_000);

    [Fact]
    public void Bar_Create_PricesShareTheWidestScale()
    {
        var bar = Bar.Create(Time, 100, 100.25m, 99.5m, 100.1250m, -0.5m, 12.5m);
        Assert.Equal(3, bar.PriceScale);
        Assert.Equal((100m, 100.25m, 99.5m, 100.125m), ((decimal)bar.Open, (decimal)bar.High, (decimal)bar.Low, (decimal)bar.Close));
        Assert.Equal((100_000L, 3), (bar.Open.Mantissa, (int)bar.Open.Scale));
        Assert.Equal((-0.5m, 12.5m, true), ((decimal)bar.PercentChange, (decimal)bar.Volume, bar.HasVolume));
        Assert.Equal(Time, bar.Time);
        Assert.Equal("2026-03-12T13:53:00.000Z O 100.000 H 100.250 L 99.500 C 100.125", bar.ToString());
        Assert.False(Bar.Create(Time, 1, 1, 1, 1).HasVolume, "no volume was given");
        Assert.True(Bar.Create(Time, 1, 1, 1, 1, volume: 0).HasVolume, "a volume of 0 was given");
    }

    [Theory]
    [InlineData(1, 1, 0, 1, "low 0")]
    [InlineData(-1, 1, -1, 1, "low -1")]
    [InlineData(1, 3, 2, 3, "low 2")]
    [InlineData(3, 3, 2, 1, "low 2")]
    [InlineData(3, 2, 1, 2, "high 2")]
    [InlineData(1, 2, 1, 3, "high 2")]
    [InlineData(2, 1, 2, 2, "low 2")]
    public void Bar_PricesThatCantBe_AreNamed(int open, int high, int low, int close, string named)
    {
        var error = Assert.Throws<ArgumentException>(() => Bar.Create(Time, open, high, low, close));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bar_NoCommonScale_Overflows() => Assert.Throws<OverflowException>(
        () => Bar.Create(Time, 1_000_000_000_000m, 1_000_000_000_000m, 0.00000001m, 1));

    [Fact]
    public void Quote_Prices_KeepTheirOwnScales()
    {
        var quote = new Quote(Time, new(9999, 2), new(5, 1), new(1_000_051, 4), new(7, 0));
        Assert.Equal(
            (99.99m, 0.5m, 100.0051m, 7m),
            ((decimal)quote.BidPrice, (decimal)quote.BidQuantity, (decimal)quote.AskPrice, (decimal)quote.AskQuantity));
        Assert.Equal(99.99755m, quote.Mid);
        Assert.Equal(Time, quote.Time);
    }

    [Fact]
    public void Event_OfEveryKind_GivesBackWhatItCarries()
    {
        var position = new SourcePosition(3, 17);
        var bar = new MarketEvent(Bar.Create(Time, 1, 2, 1, 2, 3, 4), position);
        Assert.Equal((EventKind.Bar, Time, position, 2m, 4m), (bar.Kind, bar.Time, bar.Position, (decimal)bar.Bar.Close, (decimal)bar.Bar.Volume));
        var trade = new MarketEvent(new Trade(Time, new(15, 1), new(2, 0), Side.Sell, 99), position);
        Assert.Equal((EventKind.Trade, Time, position), (trade.Kind, trade.Time, trade.Position));
        Assert.Equal(new Trade(Time, new(15, 1), new(2, 0), Side.Sell, 99), trade.Trade);
        var quote = new MarketEvent(new Quote(Time, new(1, 0), new(2, 0), new(3, 0), new(4, 0)), position);
        Assert.Equal((EventKind.Quote, Time, position, 3m), (quote.Kind, quote.Time, quote.Position, (decimal)quote.Quote.AskPrice));
        var depth = new DepthEvent(EventKind.DepthSnapshot, Time, Time, 1, 2, 0, [], [], null);
        var depthEvent = new MarketEvent(depth, position);
        Assert.Equal((EventKind.DepthSnapshot, Time, position), (depthEvent.Kind, depthEvent.Time, depthEvent.Position));
        Assert.Same(depth, depthEvent.Depth);
        var news = new NewsItem(Time, "headline", "wire");
        var newsEvent = new MarketEvent(news, position);
        Assert.Equal((EventKind.News, Time, position), (newsEvent.Kind, newsEvent.Time, newsEvent.Position));
        Assert.Same(news, newsEvent.News);
        Assert.Throws<InvalidCastException>(() => newsEvent.Depth);
        Assert.Throws<InvalidCastException>(() => depthEvent.News);
    }

    [Theory]
    [InlineData(-1, 5, -1, 4, true)]
    [InlineData(-1, 5, -1, 5, false)]
    [InlineData(2, 1, 1, 9, true)]
    [InlineData(1, 9, 2, 1, false)]
    public void SourcePosition_IsAfter_GoesByPartitionAndOffset(int partition, long offset, int other, long otherOffset, bool expected) =>
        Assert.Equal(expected, new SourcePosition(partition, offset).IsAfter(new SourcePosition(other, otherOffset)));

    [Fact]
    public void SourcePosition_Text_TellsRowsFromOffsets()
    {
        Assert.Equal("r17", SourcePosition.Row(17).ToString());
        Assert.Equal("p3@17", new SourcePosition(3, 17).ToString());
        Assert.True(SourcePosition.Row(1).IsAfter(SourcePosition.None), "row 1 comes after nothing");
    }

    [Theory]
    [InlineData(1, "7.9", "7")]
    [InlineData(1, "-3", "0")]
    [InlineData(1, "0", "0")]
    [InlineData(0.25, "1.24", "1.00")]
    [InlineData(100, "299", "200")]
    public void Instrument_RoundDown_IsAMultipleOfTheLot(double lot, string quantity, string expected) => Assert.Equal(
        Engine.RealBars.Number(expected), new Instrument("X") { LotSize = (decimal)lot }.RoundDown(Engine.RealBars.Number(quantity)));

    [Fact]
    public void Side_SignAndOpposite_AreTheOther()
    {
        Assert.Equal((1, -1), (Side.Buy.Sign(), Side.Sell.Sign()));
        Assert.Equal((Side.Sell, Side.Buy), (Side.Buy.Opposite(), Side.Sell.Opposite()));
    }
}

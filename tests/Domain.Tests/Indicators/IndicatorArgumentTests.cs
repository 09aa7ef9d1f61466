using TradeBooks.Domain.Indicators;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Indicators;

public sealed class IndicatorArgumentTests
{
    [Fact]
    public void Constructor_ArgumentOutOfRange_NamesIt()
    {
        Refused("period", () => new Ema(0));
        Refused("period", () => new Sma(0));
        Refused("length", () => new RollingSum(-1));
        Refused("period", () => new RollingDeviation(1));
        Refused("period", () => new WilderAtr(0));
        Refused("seed", () => new WilderAtr(14, (AtrSeed)5));
        Refused("period", () => new Rsi(0));
        Refused("fastPeriod", () => new Macd(0, 26, 9));
        Refused("slowPeriod", () => new Macd(12, 12, 9));
        Refused("signalPeriod", () => new Macd(12, 26, 0));
        Refused("period", () => new BollingerBands(1, 2));
        Refused("factor", () => new BollingerBands(20, 0));
        Refused("factor", () => new BollingerBands(20, double.NaN));
        Refused("factor", () => new BollingerBands(20, double.PositiveInfinity));
        Refused("period", () => new RollingVwap(0));
        Refused("volume", () => new RollingVwap(5).Update(2, 1, 1, -1));
        Refused("volume", () => new SessionVwap().Update(2, 1, 1, -0.5, 0));
    }

    [Theory]
    [InlineData(0, "3", "window")]
    [InlineData(1_000_001, "3", "window")]
    [InlineData(20, "0", "multiplier")]
    [InlineData(20, "-1", "multiplier")]
    [InlineData(20, "1000.000001", "multiplier")]
    [InlineData(20, "2.5000001", "multiplier")]
    public void SurgeDetector_ArgumentOutOfRange_NamesIt(int window, string multiplier, string parameter) =>
        Refused(parameter, () => new SurgeDetector(
            window, decimal.Parse(multiplier, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Update_Bar_EqualsItsNumbers()
    {
        var bar = Bar.Create(new EventTime(0), 10.5m, 11.25m, 10m, 11m, 0, 300);
        var next = Bar.Create(new EventTime(EventTime.Minute), 11m, 12m, 10.75m, 11.5m, 0, 100);

        var atr = new WilderAtr(2);
        atr.Update(bar);
        atr.Update(next);
        Assert.Equal((1.25 + 1.25) / 2, atr.Value);

        var typical = ((11.25 + 10 + 11) / 3 * 300 + (12 + 10.75 + 11.5) / 3 * 100) / 400;
        var rolling = new RollingVwap(2);
        var session = new SessionVwap();
        rolling.Update(bar);
        rolling.Update(next);
        session.Update(bar, 1);
        session.Update(next, 1);
        Assert.Equal(typical, rolling.Value, 1e-12);
        Assert.Equal(typical, session.Value, 1e-12);
        session.Update(next, 2);
        Assert.Equal((12 + 10.75 + 11.5) / 3, session.Value, 1e-12);
    }

    [Fact]
    public void Vwap_NothingTraded_IsTheTypicalPrice()
    {
        var rolling = new RollingVwap(3);
        var session = new SessionVwap();
        rolling.Update(3, 1, 2, 0);
        session.Update(3, 1, 2, 0, 1);
        Assert.Equal(2, rolling.Value);
        Assert.Equal(2, session.Value);
    }

    [Fact]
    public void Rsi_ConstantOrRising_Is100AndFallingIs0()
    {
        var constant = new Rsi(3);
        var falling = new Rsi(3);
        Assert.Equal(50, constant.Value);
        for (var i = 0; i < 10; i++)
        {
            constant.Update(5);
            falling.Update(100 - i);
        }

        Assert.Equal(100, constant.Value);
        Assert.Equal(0, falling.Value);
    }

    private static void Refused(string parameter, Func<object> create) => Refused(parameter, () => { create(); });

    private static void Refused(string parameter, Action action) =>
        Assert.Equal(parameter, Assert.Throws<ArgumentOutOfRangeException>(action).ParamName);
}

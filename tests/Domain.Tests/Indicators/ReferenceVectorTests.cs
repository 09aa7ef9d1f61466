using System.Globalization;
using TradeBooks.Domain.Indicators;
using TradeBooks.Tests;

namespace TradeBooks.Domain.Tests.Indicators;

/// <summary>502 daily SPY bars with the results of Stock.Indicators; an empty cell is its warm-up.</summary>
public sealed class ReferenceVectorTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Ema20_EveryRow_Agrees()
    {
        var ema = new Ema(20);
        Run(row =>
        {
            ema.Update(row.Close);
            row.Check("ema.ema", ema.IsReady, ema.Value);
        });
    }

    [Fact]
    public void Sma20_EveryRow_Agrees()
    {
        var sma = new Sma(20);
        Run(row =>
        {
            sma.Update(row.Close);
            row.Check("sma.sma", sma.IsReady, sma.Value);
        });
    }

    [Fact]
    public void Atr14_FirstBarSkipped_AgreesOnEveryRow()
    {
        var atr = new WilderAtr(14, AtrSeed.SkipFirstBar);
        var bars = 0;
        Run(row =>
        {
            atr.Update(row.High, row.Low, row.Close);
            row.Check("atr.tr", bars++ > 0, atr.TrueRange);
            row.Check("atr.atr", atr.IsReady, atr.Value);
        });
    }

    [Fact]
    public void Rsi14_EveryRow_Agrees()
    {
        var rsi = new Rsi(14);
        Run(row =>
        {
            rsi.Update(row.Close);
            row.Check("rsi.rsi", rsi.IsReady, rsi.Value);
        });
    }

    [Fact]
    public void Macd12To26To9_EveryColumn_Agrees()
    {
        var macd = new Macd(12, 26, 9);
        var bars = 0;
        Run(row =>
        {
            macd.Update(row.Close);
            bars++;
            row.Check("macd.macd", macd.IsLineReady, macd.Value);
            row.Check("macd.signal", macd.IsReady, macd.Signal);
            row.Check("macd.histogram", macd.IsReady, macd.Histogram);
            row.Check("macd.fastEma", bars >= 12, macd.FastEma);
            row.Check("macd.slowEma", bars >= 26, macd.SlowEma);
        });
    }

    [Fact]
    public void Bollinger20To2_EveryColumn_Agrees()
    {
        var bands = new BollingerBands(20, 2);
        Run(row =>
        {
            bands.Update(row.Close);
            row.Check("bb.sma", bands.IsReady, bands.Middle);
            row.Check("bb.upperBand", bands.IsReady, bands.Upper);
            row.Check("bb.lowerBand", bands.IsReady, bands.Lower);
            row.Check("bb.percentB", bands.IsReady, bands.PercentB);
            row.Check("bb.width", bands.IsReady, bands.Width);
        });
    }

    [Fact]
    public void Deviation14_EveryRow_Agrees()
    {
        var deviation = new RollingDeviation(14);
        Run(row =>
        {
            deviation.Update(row.Close);
            row.Check("stdev.stdDev", deviation.IsReady, deviation.Value);
            row.Check("stdev.mean", deviation.IsReady, deviation.Mean);
        });
    }

    [Fact]
    public void Vwap_FromTheFirstBar_AgreesOnEveryRow()
    {
        var session = new SessionVwap();
        var rolling = new RollingVwap(502);
        Run(row =>
        {
            session.Update(row.High, row.Low, row.Close, row.Volume, 7);
            rolling.Update(row.High, row.Low, row.Close, row.Volume);
            row.Check("vwap.vwap", session.IsReady, session.Value);
            row.Check("vwap.vwap", true, rolling.Value);
        });
        Assert.True(rolling.IsReady);
    }

    private static void Run(Action<Row> check)
    {
        var lines = File.ReadAllLines(SharedData.Path("indicators/stock_indicators/default_expected.csv"));
        var columns = lines[0].Split(',');
        foreach (var line in lines[1..])
            check(new Row(columns, line.Split(',')));
        Assert.Equal(503, lines.Length);
    }

    private sealed class Row(string[] columns, string[] cells)
    {
        public double High => Number("high");

        public double Low => Number("low");

        public double Close => Number("close");

        public double Volume => Number("volume");

        public void Check(string column, bool isReady, double actual)
        {
            var expected = cells[Array.IndexOf(columns, column)];
            Assert.True(isReady == (expected.Length > 0), $"{cells[0]} {column}: ready is {isReady}, expected '{expected}'");
            if (isReady)
            {
                var difference = Math.Abs(actual - double.Parse(expected, CultureInfo.InvariantCulture));
                Assert.True(difference < Tolerance, $"{cells[0]} {column}: {actual} against {expected}");
            }
        }

        private double Number(string column) =>
            double.Parse(cells[Array.IndexOf(columns, column)], CultureInfo.InvariantCulture);
    }
}

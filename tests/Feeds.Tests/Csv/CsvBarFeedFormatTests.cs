using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Tests.Csv;

public sealed class CsvBarFeedFormatTests
{
    private const string Prices = ",10,12,9,11,0.5\n";

    [Theory]
    [InlineData("2026-03-12 13:30:00", "2026-03-12T13:30:00Z")]
    [InlineData("2026-03-12 13:30", "2026-03-12T13:30:00Z")]
    [InlineData("2026-03-12T13:30:07", "2026-03-12T13:30:07Z")]
    [InlineData("2026-03-12T13:30:07.25", "2026-03-12T13:30:07.250Z")]
    [InlineData("2026-03-12 13:30:07.000001", "2026-03-12T13:30:07.000001Z")]
    [InlineData("2026-03-12 13:30:07.000001000", "2026-03-12T13:30:07.000001Z")]
    [InlineData("2026-03-12T13:30:00Z", "2026-03-12T13:30:00Z")]
    [InlineData("2026-03-12T13:30Z", "2026-03-12T13:30:00Z")]
    [InlineData("2026-03-12 13:30:00+00:00", "2026-03-12T13:30:00Z")]
    [InlineData("2026-03-12T16:30:00.000+0300", "2026-03-12T13:30:00Z")]
    [InlineData("2026-03-12 16:30:00+03", "2026-03-12T13:30:00Z")]
    [InlineData("2026-03-12 08:00:00-05:30", "2026-03-12T13:30:00Z")]
    [InlineData("2006-01-02", "2006-01-02T00:00:00Z")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00Z")]
    [InlineData("1741380840", "2025-03-07T20:54:00Z")]
    [InlineData("1741380840.5", "2025-03-07T20:54:00.500Z")]
    [InlineData("1741380840.0", "2025-03-07T20:54:00Z")]
    [InlineData("1741380840000", "2025-03-07T20:54:00Z")]
    [InlineData("1741380840000001", "2025-03-07T20:54:00.000001Z")]
    [InlineData("0", "1970-01-01T00:00:00Z")]
    [InlineData("-60", "1969-12-31T23:59:00Z")]
    [InlineData("\"2026-03-12 13:30:00\"", "2026-03-12T13:30:00Z")]
    [InlineData(" 2026-03-12 13:30:00 ", "2026-03-12T13:30:00Z")]
    public void Time_AcceptedForm_IsRead(string text, string expected) =>
        Assert.Equal(CsvFolder.Utc(expected), CsvFolder.ReadOne(CsvFolder.Header + text + Prices).Time);

    [Theory]
    [InlineData("2026-02-29 13:30:00", "is not a time")]
    [InlineData("2026-13-01 13:30:00", "is not a time")]
    [InlineData("2026-03-12 24:00:00", "is not a time")]
    [InlineData("2026-03-12 13:60:00", "is not a time")]
    [InlineData("2026-03-12 13:30:60", "is not a time")]
    [InlineData("2026-03-12 13:30:0", "is not a time")]
    [InlineData("2026-03-12x13:30:00", "is not a time")]
    [InlineData("2026-03-12 13:30:00.", "is not a time")]
    [InlineData("2026-03-12 13:30:00 EST", "is not a time")]
    [InlineData("2026-03-12 13:30:00+3", "is not a time")]
    [InlineData("12/03/2026 13:30", "is not a time")]
    [InlineData("", "is not a time")]
    [InlineData("0000-01-01 00:00:00", "is not a time")]
    [InlineData("2026-03-12 13:30:00.0000001", "is finer than a microsecond")]
    [InlineData("1741380840.0000001", "is finer than a microsecond")]
    [InlineData("1741380840000000000", "is not a time")]
    [InlineData("20060102", "could be a date or seconds since 1970")]
    [InlineData("0001-01-01 00:00:00+01:00", "is outside the years 1 to 9999")]
    public void Time_OtherForm_IsBad(string text, string reason) =>
        Assert.Equal($"time '{text}' {reason}", CsvFolder.ReasonOf(CsvFolder.Header + text + Prices));

    [Theory]
    [InlineData("datetime")]
    [InlineData("date")]
    [InlineData("dt")]
    [InlineData("TIME")]
    [InlineData("Timestamp")]
    [InlineData(" \"DateTime\" ")]
    public void Header_TimeName_IsFound(string name) => Assert.Equal(
        CsvFolder.Utc("2026-03-12T13:30:00Z"),
        CsvFolder.ReadOne($"{name},open,high,low,close,% change\n2026-03-12 13:30:00{Prices}").Time);

    [Fact]
    public void Header_OtherOrderCaseAndColumns_FindsThem()
    {
        var bar = CsvFolder.ReadOne(
            "symbol,dt,OPEN,Close,high,Low,vol,amount\nAAPL,2026-03-02 09:30:00,262.44,262.1549987792969,263.12,260.2,3605326.0,0.0\n");
        Assert.Equal(262.44m, bar.Open);
        Assert.Equal(262.1549987792969m, bar.Close);
        Assert.Equal(263.12m, bar.High);
        Assert.Equal(260.2m, bar.Low);
        Assert.Equal(13, bar.PriceScale);
        Assert.True(bar.HasVolume);
        Assert.Equal(3605326m, bar.Volume);
        Assert.Equal(0m, bar.PercentChange);
    }

    [Fact]
    public void Header_PlainRowsInOtherOrder_FindsThem()
    {
        var bar = CsvFolder.ReadOne(
            "Datetime,Close,High,Low,Open,Volume\n2026-03-02 09:30:00,11.5,12,9.25,10,345\n");
        Assert.Equal("2 1772443800000000 10.00 12.00 9.25 11.50 s2 0.0000 v345", Reading.Show(bar, 2));
    }

    [Theory]
    [InlineData("10", "12", "9", "11", 0)]
    [InlineData("257.70", "258.2099", "257.7", "257.91", 4)]
    [InlineData("+10", "12.5", "9", "11", 1)]
    [InlineData(".5", "1.", "0.25", "1", 2)]
    [InlineData("1.2e-05", "0.00002", "1e-5", "1.5E-5", 6)]
    [InlineData("1e3", "2.5e+3", "1E0", "1000.00", 2)]
    [InlineData("123456789012.123456", "123456789012.123457", "0.1", "1", 6)]
    [InlineData("262.44000244140625", "263.1199951171875", "260.20001220703125", "262.1549987792969", 14)]
    [InlineData("100.00000000000000000000", "100.00000000000000000000", "100", "100.00000000000000000000", 15)]
    [InlineData("0.00000000000000000000000012", "0.00000000000000000000000012", "1.2e-25", "12e-26", 26)]
    [InlineData("\"10\"", " 12", "9 ", "\t11", 0)]
    [InlineData("99999999.5", "99999999.75", "0.00000001", "1", 8)]
    public void Price_AcceptedForm_IsExact(string open, string high, string low, string close, int scale)
    {
        var bar = CsvFolder.ReadOne($"{CsvFolder.Header}2026-03-12 13:30:00,{open},{high},{low},{close},0.1\n");
        decimal[] expected = [.. new[] { open, high, low, close }.Select(text => decimal.Parse(
            text.Trim('"', ' ', '\t'), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(expected, new decimal[] { bar.Open, bar.High, bar.Low, bar.Close });
        Assert.Equal(scale, bar.PriceScale);
    }

    [Fact]
    public void File_MarkLineEndsQuotesAndBlankLines_AreNoMatter()
    {
        using var folder = CsvFolder.With(
            "\uFEFF\r\n\"datetime\",\"open\",high,low,close,\"% change\"\r\n\r\n"
            + "2026-03-12 13:30:00,10,12,9,11,0.0000\r\n \r\n\"2026-03-12 13:31:00\",\"10\",12,9,11,-0.25\r\n\n\n"
            + "2026-03-12 13:32:00,10,12,9,11,0.5");
        var reading = folder.Read();
        Assert.Null(reading.Error);
        Assert.Equal([4L, 6L, 9L], reading.Events.Select(e => e.Position.Offset));
        Assert.All(reading.Events, e => Assert.Equal(EventKind.Bar, e.Kind));
        Assert.All(reading.Events, e => Assert.Equal(-1, e.Position.Partition));
        Assert.Equal([0m, -0.25m, 0.5m], reading.Events.Select(e => e.Bar.PercentChange.ToDecimal()));
    }

    [Fact]
    public void File_NoRows_EndsAtOnce()
    {
        using var folder = CsvFolder.With(CsvFolder.Header);
        using var set = folder.Open();
        Assert.Equal(0, set.Feeds[0].NextBatch().Count);
        Assert.Equal(0, set.Feeds[0].NextBatch().Count);
    }

    [Theory]
    // (c/p − 1)·100: halves go away from zero.
    [InlineData("200", "200.0001", "0.0001")]
    [InlineData("200", "199.9999", "-0.0001")]
    [InlineData("200.0", "200.00009", "0.0000")]
    [InlineData("3", "4", "33.3333")]
    [InlineData("3", "5", "66.6667")]
    [InlineData("10", "10", "0.0000")]
    [InlineData("645.57", "92.42", "-85.6840")]
    [InlineData("0.00000001", "1000", "9999999999900.0000")]
    [InlineData("123456789012345678", "123456789012345679", "0.0000")]
    [InlineData("123456789012345678", "923456789012345678", "648.0000")]
    public void PercentChange_NoColumn_IsComputed(string previous, string close, string expected)
    {
        using var folder = CsvFolder.With(
            $"datetime,open,high,low,close\n2026-03-12 13:30:00,{previous},{previous},{previous},{previous}\n"
            + $"2026-03-12 13:31:00,{close},{close},{close},{close}\n");
        foreach (var chunkBytes in new[] { 0, 1 })
        {
            var reading = folder.Read(new CsvBarFeedOptions { ChunkBytes = chunkBytes });
            Assert.Null(reading.Error);
            Assert.Equal(["0.0000", expected], reading.Events.Select(e => e.Bar.PercentChange.ToString()));
        }
    }

    [Fact]
    public void PercentChange_EmptyField_IsComputed()
    {
        using var folder = CsvFolder.WithRows("2026-03-12 13:30:00,10,12,9,11,", "2026-03-12 13:31:00,10,12,9,10,");
        foreach (var chunkBytes in new[] { 0, 1 })
        {
            var reading = folder.Read(new CsvBarFeedOptions { ChunkBytes = chunkBytes });
            Assert.Equal(["0.0000", "-9.0909"], reading.Events.Select(e => e.Bar.PercentChange.ToString()));
        }
    }
}

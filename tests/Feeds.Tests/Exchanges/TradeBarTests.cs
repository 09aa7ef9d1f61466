using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using TradeBooks.Domain.Market;
using TradeBooks.Tests;

namespace TradeBooks.Feeds.Tests.Exchanges;

public sealed class TradeBarTests
{
    private const long Minute = 60;

    [Fact]
    public void Add_TradesOfKraken_MinutesAreTheExchanges()
    {
        using var trades = Read("nautilus_http_trades.json.gz");
        using var ohlc = Read("nautilus_http_ohlc.json.gz");
        var builder = new TradeBarBuilder(TimeSpan.FromMinutes(1));
        var bars = new Dictionary<long, Bar>();
        var (first, last) = (long.MaxValue, 0L);
        foreach (var row in trades.RootElement.GetProperty("result").GetProperty("XBTUSDT").EnumerateArray())
        {
            var microseconds = (long)(row[2].GetDecimal() * EventTime.Second);
            (first, last) = (Math.Min(first, microseconds), Math.Max(last, microseconds));
            var trade = new Trade(
                new EventTime(microseconds), Number(row[0]), Number(row[1]), row[3].GetString() == "b" ? Side.Buy : Side.Sell, row[6].GetInt64());
            if (builder.Add(trade, out var bar))
                bars.Add(bar.Time.Microseconds / EventTime.Second, bar);
        }

        Assert.True(builder.Complete(out var open));
        bars.Add(open.Time.Microseconds / EventTime.Second, open);
        Assert.Equal(0, builder.Late);

        // The first and the last minute are cut off.
        var full = 0;
        var empty = 0;
        var previousClose = 0m;
        foreach (var row in ohlc.RootElement.GetProperty("result").GetProperty("XBTUSDT").EnumerateArray())
        {
            var start = row[0].GetInt64();
            if (start * EventTime.Second < first || (start + Minute) * EventTime.Second > last)
                continue;
            if (row[7].GetInt64() == 0)
            {
                Assert.False(bars.ContainsKey(start), $"{start} has a bar without a trade");
                empty++;
                continue;
            }

            var bar = bars[start];
            Assert.Equal(
                (Number(row[1]), Number(row[2]), Number(row[3]), Number(row[4]), Number(row[6])),
                (bar.Open, bar.High, bar.Low, bar.Close, bar.Volume));
            if (previousClose > 0)
                Assert.Equal(Math.Round((bar.Close / previousClose - 1) * 100, 4), bar.PercentChange.ToDecimal());
            previousClose = bar.Close;
            full++;
        }

        Assert.Equal((272, 137), (full, empty));
    }

    [Fact]
    public void Add_LateTrade_IsCountedAndLeftOut()
    {
        var builder = new TradeBarBuilder(TimeSpan.FromSeconds(10));
        Assert.False(builder.Add(TradeAt(5, 100), out _));
        Assert.False(builder.Add(TradeAt(9, 103), out _));
        Assert.Equal(2, builder.Trades);
        Assert.True(builder.Add(TradeAt(31, 101), out var bar));
        Assert.Equal("1970-01-01T00:00:00.000Z O 100 H 103 L 100 C 103 2", $"{bar} {bar.Volume}");
        Assert.False(builder.Add(TradeAt(12, 500), out _));
        Assert.True(builder.Complete(out var last));
        Assert.Equal("1970-01-01T00:00:30.000Z O 101 H 101 L 101 C 101 1", $"{last} {last.Volume}");

        // What comes for a bar that was completed on demand is late too.
        Assert.False(builder.Add(TradeAt(32, 102), out _));
        Assert.False(builder.Complete(out _));
        Assert.Equal(2, builder.Late);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TradeBarBuilder(TimeSpan.Zero));
    }

    private static Trade TradeAt(long second, long price) =>
        new(new EventTime(second * EventTime.Second), new Decimal64(price, 0), new Decimal64(1, 0), Side.Buy, 0);

    private static Decimal64 Number(JsonElement text) => Decimal64.FromDecimal(decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture));

    private static JsonDocument Read(string file)
    {
        using var stream = new GZipStream(File.OpenRead(SharedData.Path("book/kraken/" + file)), CompressionMode.Decompress);
        return JsonDocument.Parse(stream);
    }
}

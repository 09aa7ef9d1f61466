using System.Text;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Storage.Tests;

public sealed class TradeLogRowTests
{
    [Fact]
    public void Write_ReferenceFills_GivesTheReferenceText()
    {
        var row = new TradeLogRow();
        var text = Encoding.UTF8.GetString(TradeLogRow.Header)
            + Text(row, Fills.Make("2026-03-12 13:53:00", "GOOG", Side.Sell, 3, 304.505m, 913.515m, 100913.515m, 100000m))
            + Text(row, Fills.Make("2026-03-12 13:53:00", "GOOG", Side.Buy, 3.0m, 304.19509m, 912.58527m, 100000.92973m, 100000.92973m))
            + Text(row, Fills.Make("2026-03-12 14:05:00", "GOOG", Side.Sell, 3, 303.79m, 911.37m, 100912.29973m, 100000.92973m));
        Assert.Equal(
            """
            timestamp,symbol,action,qty,price,notional,cash,equity
            2026-03-12T13:53:00.000Z,GOOG,SELL,3,304.5050,913.5150,100913.5150,100000.0000
            2026-03-12T13:53:00.000Z,GOOG,BUY,3,304.1951,912.5853,100000.9297,100000.9297
            2026-03-12T14:05:00.000Z,GOOG,SELL,3,303.7900,911.3700,100912.2997,100000.9297

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Theory]
    [InlineData("1969-12-31T23:59:59.999Z")]
    [InlineData("1970-01-01T00:00:00.000Z")]
    [InlineData("2000-02-29T12:34:56.789Z")]
    [InlineData("0001-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    public void Write_AnyDay_HasItsTime(string time)
    {
        var row = new TradeLogRow();
        Assert.StartsWith("2026-03-12T", Text(row, Fills.Numbered(1)), StringComparison.Ordinal);
        Assert.StartsWith(time + ",", Text(row, Fills.Make(time, "A", Side.Buy, 1, 1, 1, 1, 1)), StringComparison.Ordinal);
        Assert.StartsWith("2026-03-12T", Text(row, Fills.Numbered(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LongestRow_FitsTheBuffer()
    {
        // As long as a file's name can be, and every character of it doubled by its quotes.
        var symbol = new string('"', 251);
        var most = decimal.MinValue;
        var text = Text(new TradeLogRow(), Fills.Make("2026-03-12 13:53:00", symbol, Side.Sell, 0.1234567890123456789012345678m, most, most, most, most));
        Assert.StartsWith("2026-03-12T13:53:00.000Z,\"\"\"", text, StringComparison.Ordinal);
        Assert.EndsWith(",-79228162514264337593543950335.0000\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BRK,B", "\"BRK,B\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("ÄÖ 1", "ÄÖ 1")]
    public void Write_OddSymbol_StaysOneField(string symbol, string field) =>
        Assert.Equal(
            $"2026-03-12T13:53:00.000Z,{field},BUY,1,1.0000,1.0000,1.0000,1.0000\n",
            Text(new TradeLogRow(), Fills.Make("2026-03-12 13:53:00", symbol, Side.Buy, 1, 1, 1, 1, 1)));

    private static string Text(TradeLogRow row, in FillRecord record)
    {
        var buffer = new byte[TradeLogRow.MaxLength];
        return Encoding.UTF8.GetString(buffer, 0, row.Write(buffer, record));
    }
}

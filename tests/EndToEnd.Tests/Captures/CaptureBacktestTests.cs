using System.Globalization;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests;

namespace TradeBooks.EndToEnd.Tests.Captures;

/// <summary>
/// A backtest of recorded frames against the rules of the strategy and of the venue, worked out anew from nothing but the
/// best bids and asks that <c>replay --tops</c> writes: with one level, no limits of time and quantities that every best
/// level holds, these alone decide every fill.
/// </summary>
public sealed class CaptureBacktestTests
{
    private const decimal Enter = 0.6m;
    private const decimal Microprice = 0.1m;
    private const decimal MaxSpread = 2m / 10_000m;

    [Theory]
    [InlineData("binance-spot", "binance_spot_btcusdt_20240808.gz", "binance_spot_btcusdt_20240809.gz")]
    [InlineData("binance-usdm", "binance_usdm_btcusdt_20240808.gz")]
    public void Backtest_BookImbalance_FillsAsTheTopsSay(string exchange, params string[] names)
    {
        using var folder = new TemporaryFolder();
        string[] frames = ["--exchange", exchange, "--format", "hftbacktest", .. names.Select(name => SharedData.Path("book/binance/" + name))];
        RunningProgram.Run(["replay", "--tops", folder["tops.csv"], .. frames]).ShouldExit(0);
        RunningProgram.Run(
            [
                "backtest", "--strategies", "book-imbalance", "--out", folder["out"], "--set", "levels=1", "--set", "hold=86400", "--set", "cooldown=0",
                "--set", "sizing=quantity", "--set", "quantity=0.00001", "--set", "lot_size=0.00001", .. frames,
            ]).ShouldExit(0);
        var expected = Expect(File.ReadLines(folder["tops.csv"]).Skip(1).Select(Top.Parse));
        Assert.True(expected.Count > 100, $"only {expected.Count} fills");
        var rows = new RunResults(folder["out"]).TradeLog.Skip(1).Select(row => row.Split(',')).ToList();
        Assert.Equal(expected, rows.Select(row => $"{row[2]} {row[3]} at {row[4]}"));
        CheckMoney(rows);
    }

    // Cash and equity of each row follow from those before it, but for the rounding of what is written.
    private static void CheckMoney(List<string[]> rows)
    {
        var (cash, position) = (100_000m, 0m);
        foreach (var row in rows)
        {
            var quantity = Number(row[3]) * (row[2] == "BUY" ? 1 : -1);
            (cash, position) = (cash - quantity * Number(row[4]), position + quantity);
            Assert.Equal(Math.Round(Math.Abs(quantity) * Number(row[4]), 4, MidpointRounding.ToEven), Number(row[5]));
            Assert.Equal(Math.Round(cash, 4, MidpointRounding.ToEven), Number(row[6]));
            Assert.Equal(Math.Round(cash + position * Number(row[4]), 4, MidpointRounding.ToEven), Number(row[7]));
        }
    }

    // An order takes the best of the other side in the book after the next event; that book decides what comes next.
    private static List<string> Expect(IEnumerable<Top> tops)
    {
        var fills = new List<string>();
        var (position, order) = (0, 0);
        foreach (var top in tops)
        {
            if (order != 0)
            {
                fills.Add(string.Create(CultureInfo.InvariantCulture, $"{(order > 0 ? "BUY" : "SELL")} 0.00001 at {(order > 0 ? top.Ask : top.Bid):0.0000}"));
                (position, order) = (position + order, 0);
            }

            var (lean, sum) = (top.BidQuantity - top.AskQuantity, top.BidQuantity + top.AskQuantity);
            if (position != 0)
                order = position * lean <= 0 ? -position : 0;
            else if (top.Ask - top.Bid <= MaxSpread * (top.Bid + top.Ask) / 2 && Math.Abs(lean) >= Enter * sum && Math.Abs(lean) >= 2 * Microprice * sum)
                order = Math.Sign(lean);
        }

        return fills;
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Top(decimal Bid, decimal BidQuantity, decimal Ask, decimal AskQuantity)
    {
        public static Top Parse(string row)
        {
            var fields = row.Split(',');
            return new Top(Number(fields[2]), Number(fields[3]), Number(fields[4]), Number(fields[5]));
        }
    }
}

using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Captures;

/// <summary>Bars and recorded frames do not mix, and what is wrong is said in one line.</summary>
public sealed class CaptureArgumentTests
{
    private const string Damaged = "5000 {\"e\":\"trade\"";

    private static readonly string[] Lines =
    [
        """1699999999100000000 {"s":"X","lastUpdateId":5,"bids":[["99","9"]],"asks":[["101","1"]]}""",
        """1699999999200000000 {"e":"depthUpdate","E":1700000000000,"s":"X","U":6,"u":6,"b":[["99","8"]],"a":[]}""",
        """1699999999300000000 {"e":"trade","E":1700000000001,"s":"X","t":1,"p":"100.5","q":"2","T":1700000000001,"m":true}""",
        """1699999999400000000 {"e":"trade","E":1700000000002,"s":"Y","t":1,"p":"7","q":"2","T":1700000000002,"m":true}""",
    ];

    [Theory]
    [InlineData("there are no data: give --data DIR")]
    [InlineData("--format is missing", "--exchange", "binance-spot", "frames.txt")]
    [InlineData("--exchange is missing", "--format", "hftbacktest", "frames.txt")]
    [InlineData("their FILEs are missing", "--format", "hftbacktest", "--exchange", "binance-spot")]
    [InlineData("--data is for bar files", "--data", "bars", "--format", "hftbacktest", "--exchange", "binance-spot", "frames.txt")]
    [InlineData("--bad-rows is for bar files", "--bad-rows", "skip", "--format", "hftbacktest", "--exchange", "binance-spot", "frames.txt")]
    [InlineData("--interval is for bar files", "--interval", "1m", "--format", "hftbacktest", "--exchange", "binance-spot", "frames.txt")]
    [InlineData("setting exchange: 'kraken' is not binance-spot", "--set", "exchange=kraken", "--format", "hftbacktest", "--exchange", "binance-spot", "frames.txt")]
    [InlineData("nothing of Z; they have x, y", "--symbols", "X,Z", "--format", "hftbacktest", "--exchange", "binance-spot", "frames.txt")]
    [InlineData("absent.txt: can't be opened", "--format", "hftbacktest", "--exchange", "binance-spot", "absent.txt")]
    [InlineData("damaged.txt: line 2: ", "--format", "hftbacktest", "--exchange", "binance-spot", "frames.txt", "damaged.txt")]
    [InlineData("empty.txt: there are no depth events and no trades", "--format", "hftbacktest", "--exchange", "binance-spot", "empty.txt")]
    [InlineData("damaged.txt: there are no depth events and no trades", "--bad-frames", "skip", "--format", "hftbacktest", "--exchange", "kraken", "damaged.txt")]
    [InlineData("--bad-frames is for recorded frames", "--bad-frames", "skip", "--data", "bars")]
    [InlineData("setting quotes: 'some'", "--set", "quotes=some", "--format", "hftbacktest", "--exchange", "binance-spot", "frames.txt")]
    public void Backtest_WrongMixture_IsOneLineAndNothingWritten(string words, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["frames.txt"], Lines);
        File.WriteAllLines(folder["damaged.txt"], [Lines[3], Damaged]);
        File.WriteAllText(folder["empty.txt"], "\n");
        RunningProgram.RunIn(folder.Root, null, ["backtest", "--out", "out", .. arguments]).ShouldExit(2).ShouldSayInOneLine(words);
        Assert.False(Directory.Exists(folder["out"]), "OUT is there");
    }

    [Fact]
    public void Backtest_BookStrategyOnBars_IsOneLine()
    {
        using var folder = new TemporaryFolder();
        RunningProgram.Run("backtest", "--data", Repository.Sample, "--strategy", "book-imbalance", "--out", folder["out"])
            .ShouldExit(2).ShouldSayInOneLine("strategy book-imbalance trades by the order book, and ACME has none");
    }

    [Fact]
    public void Backtest_BadFramesLeftOut_AreInTheRejectedRowsOnce()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["frames.txt"], [.. Lines, "what is this", Lines[2], Damaged]);
        string[] arguments =
        [
            "backtest", "--exchange", "binance-spot", "--format", "hftbacktest", "--strategies", "book-imbalance", "--bad-frames", "skip",
            "--out", folder["out"], folder["frames.txt"],
        ];
        var run = RunningProgram.Run(arguments).ShouldExit(0);
        Assert.Contains("2 symbols, 9 events, 2023-11-14", run.Output, StringComparison.Ordinal);
        Assert.Contains($"2 bad frames left out: {folder["out"]}{Path.DirectorySeparatorChar}rejected.csv\n", run.Output, StringComparison.Ordinal);
        var rows = File.ReadAllLines(Path.Combine(folder["out"], "rejected.csv"));
        Assert.Equal("file,line,reason,row", rows[0]);
        Assert.Equal($"{folder["frames.txt"]},5,\"the line is not of the capture's format\",\"what is this\"", rows[1]);
        Assert.StartsWith($"{folder["frames.txt"]},7,", rows[2], StringComparison.Ordinal);
        Assert.Equal(3, rows.Length);

        // All of it is told of again where a finished run is asked for again.
        RunningProgram.Run([.. arguments, "--resume"]).ShouldExit(0);
        Assert.Equal(rows, File.ReadAllLines(Path.Combine(folder["out"], "rejected.csv")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Backtest_WholeLotsOfDearCoins_SaysWhyNothingTrades(bool isSet)
    {
        using var folder = new TemporaryFolder();
        string[] asks = [.. Enumerable.Range(6, 20).Select(id => FormattableString.Invariant(
            $$"""1699999999200000000 {"e":"depthUpdate","E":{{1700000000000 + id}},"s":"X","U":{{id}},"u":{{id}},"b":[["9999999","{{id}}"]],"a":[]}"""))];
        File.WriteAllLines(
            folder["frames.txt"],
            ["""1699999999100000000 {"s":"X","lastUpdateId":5,"bids":[["9999999","9"]],"asks":[["10000000","0.1"]]}""", .. asks]);
        var run = RunningProgram.Run(
            [
                "backtest", "--exchange", "binance-spot", "--format", "hftbacktest", "--strategies", "book-imbalance", "--out", folder["out"],
                .. isSet ? ["--set", "X.LOT_SIZE=1"] : Array.Empty<string>(), folder["frames.txt"],
            ]).ShouldExit(0);
        Assert.Contains("Refused orders", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Refused orders                 0\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(!isSet, run.Error.Contains("No order was filled. Without setting lot_size only whole coins are traded.\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("off", 4)]
    [InlineData("on", 5)]
    public void Backtest_HandMadeFrames_CountsItsEvents(string quotes, int events)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["frames.txt"], [.. Lines, """1699999999500000000 {"u":9,"s":"X","b":"99","B":"1","a":"101","A":"1"}"""]);
        var run = RunningProgram.Run(
            "backtest", "--exchange", "binance-spot", "--format", "hftbacktest", "--strategies", "book-imbalance", "--set", $"quotes={quotes}",
            "--set", "max_spread_bps=0", "--set", "X.lot_size=0.1", "--out", folder["out"], folder["frames.txt"]).ShouldExit(0);
        Assert.Contains($"2 symbols, {events} events, 2023-11-14", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n').Where(line => !line.Contains(folder.Root, StringComparison.Ordinal)), line => Assert.True(line.Length <= 80, line));
        Assert.Equal("binance-spot", new RunResults(folder["out"]).State().GetProperty("settings").GetProperty("exchange").GetString());
    }
}

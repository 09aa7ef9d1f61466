using System.Globalization;
using System.Text;
using System.Text.Json;
using TradeBooks.Domain.Market;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Replay;

/// <summary>Bars that <c>replay</c> makes of recorded trades: to files that <c>backtest</c> reads, and to Kafka.</summary>
public sealed class ReplayBarsTests
{
    [Fact]
    public void Replay_KrakenTrades_MinutesAreTheExchangesAndBacktestReadsThem()
    {
        using var folder = new TemporaryFolder();
        var (first, last) = KrakenTrades.WriteFrames(folder["trades.txt"]);
        var run = Replay(folder, "--bars", "1m", "--bars-out", folder.Folder("bars"), "trades.txt").ShouldExit(0);
        Assert.Equal("There was no depth event.\nbars 272; without a bar: 1 intervals seen in part, 1 not over; late trades 0\n", run.Output);

        var rows = File.ReadAllLines(folder["bars/XBT-USDT.csv"]);
        Assert.Equal("datetime,open,high,low,close,% change,volume", rows[0]);
        var expected = KrakenTrades.ReadBars().Where(bar => bar.Start >= first && bar.Start + 60 <= last).ToList();
        Assert.Equal((272, 273), (expected.Count, rows.Length));
        foreach (var (bar, row) in expected.Zip(rows.Skip(1).Select(row => row.Split(','))))
        {
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(bar.Start).UtcDateTime, DateTime.ParseExact(row[0], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            Assert.Equal(bar.Values, new[] { row[1], row[2], row[3], row[4], row[6] }.Select(text => decimal.Parse(text, CultureInfo.InvariantCulture)));
        }

        var traded = RunningProgram.Run("backtest", "--data", folder["bars"], "--strategy", "sma-cross", "--set", "lot_size=0.001", "--out", folder["out"]).ShouldExit(0);
        Assert.Contains("1 symbol, 272 bars, 2025-11-10 to 2025-11-11", traded.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_LongerIntervals_AddUpToTheMinutes()
    {
        using var folder = new TemporaryFolder();
        KrakenTrades.WriteFrames(folder["trades.txt"]);
        Replay(folder, "--bars", "1m", "--bars-out", "minutes.csv", "trades.txt").ShouldExit(0);
        Replay(folder, "--bars", "1h", "--bars-out", "hours.csv", "trades.txt").ShouldExit(0);
        var minutes = File.ReadLines(folder["minutes.csv"]).Skip(1).Select(row => row.Split(',')).ToList();
        var hours = File.ReadLines(folder["hours.csv"]).Skip(1).Select(row => row.Split(',')).ToList();
        Assert.True(hours.Count > 4, $"{hours.Count} hours");
        foreach (var hour in hours)
        {
            var inside = minutes.Where(minute => minute[0][..13] == hour[0][..13]).ToList();
            Assert.Equal(inside[0][1], hour[1]);
            Assert.Equal(inside.Max(minute => Number(minute[2])), Number(hour[2]));
            Assert.Equal(inside.Min(minute => Number(minute[3])), Number(hour[3]));
            Assert.Equal(inside[^1][4], hour[4]);
            Assert.Equal(inside.Sum(minute => Number(minute[6])), Number(hour[6]));
        }
    }

    [Fact]
    public void Replay_BarsToKafkaTwice_AreThereOnceAndEqualTheFile()
    {
        using var cluster = MockCluster.Start();
        using var folder = new TemporaryFolder();
        KrakenTrades.WriteFrames(folder["trades.txt"]);
        File.WriteAllText(folder["kraken-config.json"], """{"XBT/USDT":2}""");
        string[] arguments = ["--bars", "1m", "--bars-out", "bars.csv", "--bars-topic", "kraken-bars", "--brokers", cluster.Address, "trades.txt"];
        Replay(folder, arguments).ShouldExit(0);
        Replay(folder, arguments).ShouldExit(0);
        var records = TopicReader.ReadAll(cluster.Client, "kraken-bars");
        Assert.All(records, record => Assert.Equal((2, "XBT/USDT"), (record.Partition.Value, Encoding.UTF8.GetString(record.Message.Key))));
        var reader = new BarMessageReader();
        var rows = records.Select(record =>
        {
            Assert.Null(reader.TryRead(record.Message.Value, EventTime.MinValue, out var bar));
            return Row(bar);
        });
        Assert.Equal(File.ReadAllLines(folder["bars.csv"]).Skip(1), rows);
        Assert.Equal(2 * 1000, TopicReader.ReadAll(cluster.Client, "kraken-trades").Count);
    }

    [Theory]
    [InlineData("say where the bars go", "--bars", "1m")]
    [InlineData("--bars 1y", "--bars", "1y", "--bars-out", "x.csv")]
    [InlineData("--bars-out goes with --bars LENGTH", "--bars-out", "x.csv")]
    [InlineData("--bars-topic is for --brokers alone", "--bars", "1m", "--bars-out", "x.csv", "--bars-topic", "x")]
    [InlineData("there are trades of A/B and C/D; name a folder", "--bars", "1s", "--bars-out", "x.csv")]
    public void Replay_WrongBarOptions_IsOneLine(string words, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["trades.txt"], [.. Enumerable.Range(1, 4).SelectMany(second => new[] { Trade("A/B", second), Trade("C/D", second) })]);
        Replay(folder, [.. arguments, "trades.txt"]).ShouldExit(2).ShouldSayInOneLine(words);
        Assert.Equal([folder["trades.txt"]], Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void Replay_BadFramesSkipped_AreCountedAndCloseTheBooks()
    {
        using var folder = new TemporaryFolder();
        string[] good =
        [
            """1 {"type":"snapshot","product_id":"X-Y","bids":[["99","1"]],"asks":[["101","1"]]}""",
            """2 {"type":"l2update","product_id":"X-Y","time":"2024-01-01T00:00:00.5Z","changes":[["buy","99","2"]]}""",
        ];
        string[] bad = ["""3 {"type":"l2update","product_id":"X-Y","chang""", "garbage"];
        File.WriteAllLines(folder["frames.txt"], [.. good, .. bad, good[1]]);
        string[] replay = ["replay", "--exchange", "coinbase", "--format", "hftbacktest", "--tops", "tops.csv"];
        RunningProgram.RunIn(folder.Root, null, [.. replay, "frames.txt"]).ShouldExit(2).ShouldSayInOneLine("frames.txt: line 3: ");
        var run = RunningProgram.RunIn(folder.Root, null, [.. replay, "--bad-frames", "skip", "frames.txt"]).ShouldExit(0);
        Assert.Equal(
            "X-Y: messages 2, applied 1, dropped 1, resyncs 1, checksum failures 0, snapshots 1; not in sync: ",
            run.Output[..(run.Output.IndexOf("not in sync: ", StringComparison.Ordinal) + 13)]);
        Assert.Contains("bad frames 2, left out; the first: frames.txt: line 3: ", run.Output, StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(folder["tops.csv"]).Length);

        // A snapshot makes the book right again.
        File.AppendAllLines(folder["frames.txt"], good);
        run = RunningProgram.RunIn(folder.Root, null, [.. replay, "--bad-frames", "skip", "--json", "frames.txt"]).ShouldExit(0);
        using var summary = JsonDocument.Parse(run.Output);
        Assert.True(summary.RootElement.GetProperty("X-Y").GetProperty("inSync").GetBoolean());
        Assert.Equal(2, summary.RootElement.GetProperty("badFrames").GetInt64());
    }

    private static ProgramResult Replay(TemporaryFolder folder, params string[] arguments) =>
        RunningProgram.RunIn(folder.Root, null, ["replay", "--exchange", "kraken", "--format", "hftbacktest", .. arguments]);

    private static string Trade(string symbol, int second) => FormattableString.Invariant(
        $"{second}000000000 [1,[[\"100\",\"1\",\"{second}.5\",\"b\",\"m\",\"\"]],\"trade\",\"{symbol}\"]");

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Row(in Bar bar) => string.Create(
        CultureInfo.InvariantCulture,
        $"{bar.Time.ToUtc():yyyy-MM-dd HH:mm:ss},{Plain(bar.Open)},{Plain(bar.High)},{Plain(bar.Low)},{Plain(bar.Close)},{Plain(bar.PercentChange)},{Plain(bar.Volume)}");

    private static string Plain(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);
}

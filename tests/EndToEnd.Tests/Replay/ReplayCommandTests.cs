using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests;

namespace TradeBooks.EndToEnd.Tests.Replay;

/// <summary>What <c>tradebooks replay</c> makes of the recorded frames of the exchanges, against what the exchanges say themselves.</summary>
public sealed class ReplayCommandTests
{
    private const string Header = "symbol,updateId,bidPrice,bidQuantity,askPrice,askQuantity";

    [Theory]
    [InlineData("binance-spot", "binance_spot_btcusdt_20240808.gz", "messages 3451, applied 3449, dropped 2,", 3449, 564)]
    [InlineData("binance-usdm", "binance_usdm_btcusdt_20240808.gz", "messages 6551, applied 6547, dropped 4,", 6547, 629)]
    public void Replay_Binance_EqualsTheExchangesBookTicker(string exchange, string name, string counts, int rows, int compared)
    {
        using var folder = new TemporaryFolder();
        var file = SharedData.Path("book/binance/" + name);
        var run = Replay(folder, exchange, "hftbacktest", file).ShouldExit(0);
        Assert.Empty(run.Error);
        Assert.Equal($"btcusdt: {counts} resyncs 0, checksum failures 0, snapshots 1; in sync\n", run.Output);
        var tops = Tops(folder);
        Assert.Equal(rows, tops.Count);
        var byId = tops.ToDictionary(row => row[1], row => string.Join(',', row[2..]));
        var quotes = BookTickers(file).Where(quote => byId.ContainsKey(quote.Id)).ToList();
        Assert.Equal(compared, quotes.Count);
        Assert.All(quotes, quote => Assert.Equal(quote.Text, byId[quote.Id]));
    }

    [Fact]
    public void Replay_TwoFiles_ContinueOneStream()
    {
        using var folder = new TemporaryFolder();
        var run = Replay(
            folder, "binance-spot", "hftbacktest", SharedData.Path("book/binance/binance_spot_btcusdt_20240808.gz"),
            SharedData.Path("book/binance/binance_spot_btcusdt_20240809.gz")).ShouldExit(0);
        Assert.StartsWith("btcusdt: messages 6495, applied 6493, dropped 2, resyncs 0,", run.Output, StringComparison.Ordinal);
        Assert.Equal(6493, Tops(folder).Count);
    }

    [Fact]
    public void Replay_BinanceWithSnapshotsInAFileOfTheirOwn_FollowsOnThem()
    {
        using var folder = new TemporaryFolder();
        string[] files = [SharedData.Path("book/binance/cryptofeed_spot_ws.txt.gz"), SharedData.Path("book/binance/cryptofeed_spot_snapshots.txt.gz")];
        var forwards = Replay(folder, "binance-spot", "cryptofeed", files).ShouldExit(0).Output;
        Assert.Equal(
            ["blzeth: messages 10, applied 9, dropped 1", "lrcbtc: messages 15, applied 13, dropped 2",
                "nknusdt: messages 150, applied 149, dropped 1", "runeeur: messages 2, applied 1, dropped 1"],
            forwards.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..line.IndexOf(", resyncs 0", StringComparison.Ordinal)]));
        Assert.Equal(forwards, Replay(folder, "binance-spot", "cryptofeed", [files[1], files[0]]).ShouldExit(0).Output);
    }

    [Fact]
    public void Replay_Kraken_HasEveryChecksumAndTheExpectedEnd()
    {
        using var folder = new TemporaryFolder();
        var run = Replay(folder, "kraken", "cryptofeed", SharedData.Path("book/kraken/book1000_ws_v1_checksum.txt.gz")).ShouldExit(0);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(10, lines.Length);
        Assert.All(lines, line => Assert.EndsWith("dropped 0, resyncs 0, checksum failures 0, snapshots 1; in sync", line, StringComparison.Ordinal));
        Assert.Equal(4269, lines.Sum(line => Number(line, "applied ")));

        // A row for each of the updates and the ten snapshots; there are no ids.
        var tops = Tops(folder);
        Assert.Equal(4279, tops.Count);
        Assert.All(tops, row => Assert.Equal("0", row[1]));
        using var expected = JsonDocument.Parse(File.ReadAllText(SharedData.Path("book/kraken/expected_kraken.json")));
        foreach (var top in expected.RootElement.GetProperty("end_top").EnumerateObject())
        {
            string[] texts = [.. new[] { "bid", "ask" }.SelectMany(side => top.Value.GetProperty(side).EnumerateArray().Select(text => text.GetString()!))];
            Assert.Equal(texts, tops.Last(row => row[0] == top.Name)[2..]);
        }
    }

    [Fact]
    public void Replay_Coinbase_IsNeverCrossed()
    {
        using var folder = new TemporaryFolder();
        var run = Replay(folder, "coinbase", "cryptofeed", SharedData.Path("book/coinbase/level2_ws.txt.gz"), "--json").ShouldExit(0);
        using var summary = JsonDocument.Parse(run.Output);
        var symbols = summary.RootElement.EnumerateObject().ToList();
        Assert.Equal(10, symbols.Count);
        Assert.Equal(9719, symbols.Sum(symbol => symbol.Value.GetProperty("applied").GetInt32()));
        Assert.All(symbols, symbol => Assert.Equal(
            (0, 0, true),
            (symbol.Value.GetProperty("dropped").GetInt32(), symbol.Value.GetProperty("resyncs").GetInt32(), symbol.Value.GetProperty("inSync").GetBoolean())));
        var tops = Tops(folder);
        Assert.Equal(9729, tops.Count);
        Assert.All(tops, row => Assert.True(Price(row[2]) < Price(row[4]), string.Join(',', row)));
    }

    [Fact]
    public void Replay_StreamWithoutSnapshot_SaysThatItIsNotInSync()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["frames.txt"], [Update(5, 9), "", Update(10, 12)]);
        var run = Replay(folder, "binance-spot", "hftbacktest", folder["frames.txt"]).ShouldExit(0);
        Assert.Equal(
            "x: messages 2, applied 0, dropped 0, resyncs 0, checksum failures 0, snapshots 0; not in sync: there is no snapshot, 2 updates wait\n",
            run.Output);
        Assert.Empty(Tops(folder));
    }

    [Theory]
    [InlineData("2 {\"e\":\"depthUpdate\"", "line 2: ',' is expected at byte 18")]
    [InlineData("2 garbage", "line 2: '{' is expected at byte 0")]
    [InlineData("garbage", "line 2: the line is not of the capture's format")]
    public void Replay_DamagedFrame_IsOneErrorAndNoFile(string line, string reason)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["frames.txt"], [Update(5, 9), line, Update(10, 12)]);
        Replay(folder, "binance-spot", "hftbacktest", folder["frames.txt"]).ShouldExit(2).ShouldSayInOneLine($"{folder["frames.txt"]}: {reason}");
        Assert.Equal([folder["frames.txt"]], Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void Replay_WhatCantBe_IsOneError()
    {
        using var folder = new TemporaryFolder();
        Replay(folder, "kraken", "cryptofeed", folder["absent.txt"]).ShouldExit(2).ShouldSayInOneLine("absent.txt");
        Replay(folder, "kraken", "cryptofeed", folder["absent.txt"], "--speed", "fast").ShouldExit(2).ShouldSayInOneLine("--speed fast");
        File.WriteAllText(folder["empty.txt"], "");
        RunningProgram.Run("replay", "--exchange", "kraken", "--format", "cryptofeed", "--tops", folder["absent/tops.csv"], folder["empty.txt"])
            .ShouldExit(3).ShouldSayInOneLine("tops.csv");
        Assert.Equal("There was no depth event.\n", Replay(folder, "kraken", "cryptofeed", folder["empty.txt"]).ShouldExit(0).Output);
    }

    [Fact]
    public void Replay_AtAPace_TakesTheRecordedTime()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["frames.txt"], [Update(5, 9), Update(10, 12, nanoseconds: 2_000_000_001)]);
        var watch = Stopwatch.StartNew();
        Replay(folder, "binance-spot", "hftbacktest", folder["frames.txt"], "--speed", "4x").ShouldExit(0);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(60));
    }

    private static string Update(long first, long last, long nanoseconds = 1) =>
        $$"""{{nanoseconds}} {"e":"depthUpdate","E":1,"s":"X","U":{{first}},"u":{{last}},"b":[["1","2"]],"a":[]}""";

    private static ProgramResult Replay(TemporaryFolder folder, string exchange, string format, params string[] more) =>
        RunningProgram.Run(["replay", "--exchange", exchange, "--format", format, "--tops", folder["tops.csv"], .. more]);

    private static List<string[]> Tops(TemporaryFolder folder)
    {
        var lines = File.ReadAllLines(folder["tops.csv"]);
        Assert.Equal(Header, lines[0]);
        return [.. lines.Skip(1).Select(line => line.Split(','))];
    }

    // Read with the framework's own reader, not with the product's.
    private static List<(string Id, string Text)> BookTickers(string file)
    {
        var quotes = new List<(string Id, string Text)>();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            if (!line.Contains("@bookTicker\"", StringComparison.Ordinal))
                continue;
            using var frame = JsonDocument.Parse(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            var data = frame.RootElement.GetProperty("data");
            quotes.Add((
                data.GetProperty("u").GetRawText(),
                string.Join(',', new[] { "b", "B", "a", "A" }.Select(name => data.GetProperty(name).GetString()))));
        }

        return quotes;
    }

    private static int Number(string line, string label)
    {
        var rest = line[(line.IndexOf(label, StringComparison.Ordinal) + label.Length)..];
        return int.Parse(rest[..rest.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
    }

    private static decimal Price(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}

using System.IO.Compression;
using TradeBooks.Feeds.Generation;
using TradeBooks.Tests;

namespace TradeBooks.EndToEnd.Tests.Kills;

/// <summary>A run to be killed: its data and its arguments.</summary>
/// <param name="Arguments">All but <c>--out</c> and what has to do with the killing.</param>
/// <param name="Minutes">Trading minutes of the data, to find a pace.</param>
internal sealed record KillCase(string[] Arguments, int Minutes)
{
    private const string Stocks = "AAPL,AMZN,GOOG,MSFT,NVDA,TSLA";
    private const int GeneratedDays = 4;
    private static readonly string[] Symbols = ["AAA", "BBB", "CCC"];

    public static KillCase Create(string name, string folder) => name switch
    {
        "minute bars" => SharedData.TryPath("bars") is { } bars
            ? new KillCase(["--data", bars, "--symbols", Stocks, "--strategy", "lss"], 12 * 390)
            : Generated(folder, [], "--strategy", "lss"),
        "two strategies" => Generated(
            folder, [], "--strategy", "lss,trend=macd-trend", "--set", "trend.sizing=target", "--set", "trend.risk_per_trade=0.3", "--set", "trend.threshold=0.0002",
            "--set", "fees=per-share", "--set", "slippage_bps=1"),
        "bad rows" => Generated(folder, [Spoil], "--bad-rows", "skip"),
        "gzip" => Generated(
            folder, [Spoil, Pack], "--bad-rows", "skip", "--strategy", "sma-cross", "--set", "fast=5", "--set", "slow=12"),
        "descending" => Generated(folder, [Spoil, Reverse], "--bad-rows", "skip", "--order", "descending"),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such case"),
    };

    private static KillCase Generated(string folder, Action<string>[] changes, params string[] arguments)
    {
        SyntheticBarGenerator.Generate(new SyntheticBarOptions { Symbols = Symbols, Days = GeneratedDays, Seed = 7 }, folder);
        foreach (var change in changes)
        {
            foreach (var symbol in Symbols)
                change(Path.Combine(folder, symbol + ".csv"));
        }

        return new KillCase(["--data", folder, .. arguments], GeneratedDays * 390);
    }

    // Bad rows everywhere, at the top and at the end too; the last file has none before its second hundred.
    private static void Spoil(string path)
    {
        string[] bad =
        [
            "2010-01-04 14:30:00,1,2,3", "never,1,2,1,2,0", "2030-01-01 00:00:00,NaN,2,1,2,0", "2030-01-01 00:00:00,1,2,1.5,\"2\",0",
        ];
        var rows = File.ReadAllLines(path).ToList();
        var first = path.EndsWith("CCC.csv", StringComparison.Ordinal) ? 200 : 1;
        for (var (at, i) = (first, 0); at <= rows.Count; at += 1 + (at * 7 % 31), i++)
            rows.Insert(at, bad[i % bad.Length]);
        rows.Add(bad[1]);
        File.WriteAllLines(path, rows);
    }

    private static void Reverse(string path)
    {
        var rows = File.ReadAllLines(path);
        Array.Reverse(rows, 1, rows.Length - 1);
        File.WriteAllLines(path, rows);
    }

    private static void Pack(string path)
    {
        using (var packed = new GZipStream(File.Create(path + ".gz"), CompressionLevel.Fastest))
            packed.Write(File.ReadAllBytes(path));
        File.Delete(path);
    }
}

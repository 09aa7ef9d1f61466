using System.Text;
using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Domain.Strategies;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Generation;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Tests;

/// <summary>Whole runs over files that were damaged at random: they end with results or with one clear refusal.</summary>
public sealed class BacktestRunFuzzTests
{
    private const int Rounds = 120;

    private static readonly string[] Fields =
    [
        "", "NaN", "-1", "0", "1e5", "1E-7", "999999999999999999", "0.000000000000000001", "123456789012345678901234567890", "+5", " 7 ",
        "\"8\"", "0x10", "1,5", "∞", "2010-01-04 14:31:00", "9999-12-31 23:59:59", "0001-01-01 00:00:00", "1262615400", "\0", "%",
    ];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void Run_DamagedFiles_GivesResultsOrOneClearRefusal(int seed)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        SyntheticBarGenerator.Generate(new SyntheticBarOptions { Symbols = ["AAA", "BBB"], Days = 1, Seed = 5, WithVolume = true }, folder["bars"],
            cancellation: TestContext.Current.CancellationToken);
        var good = File.ReadAllLines(folder["bars/AAA.csv"]);
        var (finished, refused) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var text = string.Join('\n', Damage([.. good], random));
            File.WriteAllBytes(folder["bars/AAA.csv"], DamageBytes(Encoding.UTF8.GetBytes(text), random));
            var output = folder[$"out{round % 3}"];
            var before = Content(output);
            try
            {
                Run(folder["bars"], output, random);
                finished++;
                Assert.True(File.Exists(Path.Combine(output, "summary.json")), "there is no summary");
            }
            catch (Exception e) when (e is FeedException or StrategyDataException)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
                Assert.Matches(e is FeedException ? "^(AAA|BBB)\\.csv[: ]" : "volume", e.Message);
                Assert.Equal(before, Content(output));
            }

            Assert.False(Directory.Exists(Path.Combine(output, ".run")), ".run is still there");
        }

        Assert.True(finished > Rounds / 5 && refused > Rounds / 5, $"{finished} finished, {refused} refused: the damage is one-sided");
    }

    /// <summary>Prices at the ends of what a file can say: whatever the strategy makes of them, the books add up.</summary>
    [Theory]
    [InlineData("0.000001")]
    [InlineData("0.0001")]
    [InlineData("99999999")]
    [InlineData("12345678901234")]
    [InlineData("100000000000000000")]
    public void Run_ExtremePrices_BooksAddUp(string price)
    {
        using var folder = new TemporaryFolder();
        var scale = decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture);
        var rows = new List<string> { "datetime,open,high,low,close" };
        var random = new Random(6);
        for (var i = 0; i < 600; i++)
        {
            var factors = Enumerable.Range(0, 4).Select(_ => 1 + random.Next(9)).Order().ToArray();
            var prices = factors.Select(factor => (scale / 10 * factor).ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            var time = FormattableString.Invariant($"2026-03-{2 + i / 300:00} {10 + i % 300 / 60}:{i % 60:00}:00");
            rows.Add($"{time},{prices[1]},{prices[3]},{prices[0]},{prices[2]}");
        }

        Directory.CreateDirectory(folder["bars"]);
        File.WriteAllLines(folder["bars/AAA.csv"], rows);
        foreach (var sizing in new[] { "notional", "risk", "all-in", "target", "quantity" })
        {
            var request = Request(folder["bars"], folder[sizing], ["sma-cross", "lss"], new Dictionary<string, string>
            {
                ["sizing"] = sizing,
                ["lot_size"] = "0.00000001",
                ["sma-cross.fast"] = "2",
                ["sma-cross.slow"] = "4",
                ["direction"] = "long-short",
                ["fees"] = "percent",
                ["slippage_bps"] = "5",
                ["tick_size"] = "0.000000001",
            });
            var summary = Run(request).Report.Summary;
            Assert.Equal(600, summary.Bars);
            Assert.Equal(summary.FinalEquity - summary.InitialCash, summary.RealizedPnl + summary.UnrealizedPnl);
        }
    }

    private static void Run(string data, string output, Random random)
    {
        var request = Request(data, output, ["lss", "sma-cross"], new Dictionary<string, string>
        {
            ["surge_source"] = random.Next(4) == 0 ? "volume" : "percent_change",
            ["sma-cross.fast"] = "3",
            ["sma-cross.slow"] = "9",
            ["save_seconds"] = "0.001",
            ["sizing"] = random.Next(2) == 0 ? "risk" : "all-in",
        }) with
        {
            Feed = new CsvBarFeedOptions
            {
                BadRows = random.Next(2) == 0 ? BadRows.Skip : BadRows.Stop,
                Order = random.Next(6) == 0 ? RowOrder.Descending : RowOrder.Ascending,
                Label = random.Next(6) == 0 ? BarLabel.End : BarLabel.Start,
            },
        };
        var result = Run(request);
        Assert.False(result.IsInterrupted);
        Assert.Equal(result.RejectedRows > 0, File.Exists(Path.Combine(output, RunFolder.RejectedName)));
        Assert.Equal(result.Report.Summary.Fills, File.ReadLines(Path.Combine(output, RunFolder.TradeLogName)).Count() - 1);
    }

    private static RunResult Run(RunRequest request) => new BacktestRun(TimeProvider.System, () => TimeSpan.FromSeconds(1))
        .Run(request, new NoProgress(), TestContext.Current.CancellationToken);

    private static RunRequest Request(string data, string output, string[] strategies, Dictionary<string, string> settings) => new()
    {
        Data = data,
        Symbols = [],
        Strategies = strategies,
        Out = output,
        Settings = settings,
    };

    private static List<string> Damage(List<string> rows, Random random)
    {
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(30) == 0 ? 0 : random.Next(1, rows.Count);
            switch (random.Next(8))
            {
                case 0:
                    rows.RemoveAt(at);
                    break;
                case 1:
                    rows.Insert(at, rows[random.Next(rows.Count)]);
                    break;
                case 2:
                    (rows[at], rows[^1]) = (rows[^1], rows[at]);
                    break;
                case 3:
                    rows[at] += ",1";
                    break;
                default:
                    var fields = rows[at].Split(',');
                    fields[random.Next(fields.Length)] = Fields[random.Next(Fields.Length)];
                    rows[at] = string.Join(',', fields);
                    break;
            }
        }

        return rows;
    }

    private static byte[] DamageBytes(byte[] text, Random random)
    {
        if (random.Next(3) > 0)
            return text;
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            text[random.Next(text.Length)] = (byte)random.Next(256);
        return random.Next(4) == 0 ? text[..random.Next(text.Length)] : text;
    }

    private static Dictionary<string, string> Content(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.EnumerateFiles(folder).ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path)));
}

using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using TradeBooks.Feeds.Generation;

namespace TradeBooks.Feeds.Tests.Generation;

public sealed class SyntheticBarGeneratorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tradebooks-generate-").FullName;

    private static SyntheticBarOptions ThreeDays => new() { Symbols = ["AAPL", "MSFT", "TSLA"], Days = 3, Seed = 7 };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Fails on a machine, runtime or change of code that makes other bytes from the same seed.
    [Theory]
    [InlineData("AAPL", false, "4d65c2e8d5b3ce6b812dbd56e92c4fe15c926aa1cdee90cf18c961de44837068")]
    [InlineData("TSLA", true, "78dfa7d3d5d55f7bd7b82f6a997e0768ca702291b76f3f21a656a4de3bbc17f1")]
    public void Generate_FixedSeed_MakesTheKnownBytes(string symbol, bool withVolume, string expected)
    {
        var options = new SyntheticBarOptions { Symbols = [symbol], Days = 70, Seed = 20260312, WithVolume = withVolume };
        var file = Generate(options, _folder).Files[0].Path;
        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
    }

    [Fact]
    public void Generate_Twice_MakesTheSameBytes()
    {
        var first = Texts(ThreeDays, "first");
        Assert.Equal(first, Texts(ThreeDays, "second"));
        Assert.NotEqual(first["AAPL.csv"], Texts(ThreeDays with { Seed = 8 }, "third")["AAPL.csv"]);
        Assert.Equal(3, first.Values.Distinct().Count());
    }

    [Fact]
    public void Generate_SubsetOfSymbols_MakesTheSameFiles()
    {
        var all = Texts(ThreeDays, "all");
        var one = Texts(ThreeDays with { Symbols = ["TSLA"] }, "one");
        Assert.Equal(["TSLA.csv"], one.Keys);
        Assert.Equal(all["TSLA.csv"], one["TSLA.csv"]);
    }

    [Fact]
    public void Generate_MoreDays_BeginsTheSame()
    {
        var three = Texts(ThreeDays, "three")["MSFT.csv"];
        var nine = Texts(ThreeDays with { Days = 9 }, "nine")["MSFT.csv"];
        Assert.StartsWith(three, nine);
    }

    [Fact]
    public void Generate_AnyRow_ObeysTheFormat()
    {
        var file = Generate(ThreeDays with { Days = 40, WithVolume = true }, _folder).Files[0];
        Assert.Equal("datetime,open,high,low,close,% change,volume", File.ReadLines(file.Path).First());
        var bars = GeneratedBar.Read(file.Path);
        Assert.Equal(40 * 390, bars.Length);
        for (var i = 0; i < bars.Length; i++)
        {
            var bar = bars[i];
            var isSound = bar.Low >= 1 && bar.Low <= Math.Min(bar.Open, bar.Close)
                && bar.High >= Math.Max(bar.Open, bar.Close) && bar.Volume > 0;
            Assert.True(isSound, $"row {i}: {bar}");
            var change = 0m;
            if (i > 0)
            {
                Assert.True(bar.Time > bars[i - 1].Time, $"row {i}: {bar.Time} after {bars[i - 1].Time}");
                var previous = bars[i - 1].Close;
                change = Math.Round((bar.Close - previous) * 100 / previous, 4, MidpointRounding.AwayFromZero);
            }

            Assert.Equal(change.ToString("0.0000", CultureInfo.InvariantCulture), bar.PercentChange);
        }
    }

    [Fact]
    public void Generate_Default_HasTheProjectsHeader()
    {
        var text = Texts(ThreeDays, "a")["AAPL.csv"];
        Assert.StartsWith("datetime,open,high,low,close,% change\n2010-01-04 14:30:00,", text);
        Assert.DoesNotContain('\r', text);
        Assert.EndsWith("\n", text);
    }

    [Theory]
    [InlineData("2024-03-28", 3, "2024-03-28 13:30, 2024-04-01 13:30, 2024-04-02 13:30")]
    [InlineData("2024-03-07", 3, "2024-03-07 14:30, 2024-03-08 14:30, 2024-03-11 13:30")]
    [InlineData("2023-11-22", 2, "2023-11-22 14:30, 2023-11-24 14:30")]
    [InlineData("2024-07-04", 1, "2024-07-05 13:30")]
    [InlineData("2021-12-23", 2, "2021-12-23 14:30, 2021-12-27 14:30")]
    [InlineData("2022-06-17", 2, "2022-06-17 13:30, 2022-06-21 13:30")]
    public void Generate_AroundHolidaysAndClockChanges_OpensAtNewYorksTime(string start, int days, string opens)
    {
        var options = ThreeDays with
        {
            Start = DateOnly.ParseExact(start, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            Days = days,
        };
        var bars = GeneratedBar.Read(Generate(options, _folder).Files[0].Path);
        var sessions = bars.GroupBy(b => b.Time.Date).ToArray();
        Assert.Equal(
            opens,
            string.Join(", ", sessions.Select(s => s.First().Time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))));
        Assert.All(sessions, s => Assert.Equal(TimeSpan.FromMinutes(389), s.Last().Time - s.First().Time));
    }

    [Fact]
    public void Generate_Years_EndsBeforeTheSameDate()
    {
        var options = ThreeDays with { Start = new DateOnly(2023, 1, 1), Days = null, Years = 2, IntervalMinutes = 390 };
        var result = Generate(options, _folder);
        var bars = GeneratedBar.Read(result.Files[0].Path);
        Assert.Equal(250 + 252, result.Sessions);
        Assert.Equal(250 + 252, bars.Length);
        Assert.Equal(new DateTime(2024, 12, 31, 14, 30, 0), bars[^1].Time);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    [InlineData(390)]
    public void Generate_LongerInterval_PutsTheMinutesTogether(int interval)
    {
        var options = ThreeDays with { WithVolume = true };
        var minutes = GeneratedBar.Read(Generate(options, _folder).Files[0].Path);
        var longer = GeneratedBar.Read(Generate(options with { IntervalMinutes = interval }, _folder).Files[0].Path);
        var expected = minutes.GroupBy(b => b.Time.Date).SelectMany(day => day.Chunk(interval)).ToArray();
        Assert.Equal(expected.Length, longer.Length);
        foreach (var (parts, bar) in expected.Zip(longer))
        {
            Assert.Equal(
                (parts[0].Time, parts[0].Open, parts.Max(p => p.High), parts.Min(p => p.Low), parts[^1].Close,
                    parts.Sum(p => p.Volume)),
                (bar.Time, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume));
        }
    }

    [Fact]
    public void Generate_WithVolume_ChangesNoOtherColumn()
    {
        var without = Texts(ThreeDays, "without")["AAPL.csv"].Split('\n');
        var with = Texts(ThreeDays with { WithVolume = true }, "with")["AAPL.csv"].Split('\n');
        Assert.Equal(without, with.Select(row => row.Length == 0 ? row : row[..row.LastIndexOf(',')]));
    }

    [Fact]
    public void Generate_Gzip_HoldsTheSameText()
    {
        var plain = Texts(ThreeDays, "plain");
        var packed = Generate(ThreeDays with { Gzip = true }, _folder).Files[0];
        Assert.Equal(Path.Combine(_folder, "AAPL.csv.gz"), packed.Path);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(packed.Path), CompressionMode.Decompress));
        Assert.Equal(plain["AAPL.csv"], reader.ReadToEnd());
        Assert.Equal(new FileInfo(packed.Path).Length, packed.Bytes);
    }

    [Fact]
    public void Generate_Result_CountsWhatIsThere()
    {
        var folder = Path.Combine(_folder, "made", "on", "demand");
        var result = Generate(ThreeDays with { IntervalMinutes = 7 }, folder);
        Assert.Equal(["AAPL", "MSFT", "TSLA"], result.Files.Select(f => f.Symbol));
        Assert.All(result.Files, f => Assert.Equal(File.ReadLines(f.Path).Count() - 1, f.Rows));
        Assert.All(result.Files, f => Assert.Equal(new FileInfo(f.Path).Length, f.Bytes));
        Assert.Equal(3 * 3 * 56, result.Rows);
        Assert.Equal(result.Files.Sum(f => f.Bytes), result.Bytes);
        Assert.Equal(3, result.Sessions);
        Assert.Equal(3, Directory.GetFileSystemEntries(folder).Length);
    }

    [Fact]
    public void Generate_Progress_GrowsToTheTotal()
    {
        var reports = new List<GenerationProgress>();
        var result = Generate(ThreeDays with { Days = 100 }, _folder, reports.Add);
        Assert.All(reports, r => Assert.Equal(result.Rows, r.RowsTotal));
        Assert.All(reports.Zip(reports.Skip(1)), p => Assert.True(p.First.RowsDone < p.Second.RowsDone, $"{p}"));
        Assert.Equal(result.Rows, reports[^1].RowsDone);
        Assert.Equal(12, reports.Count);
    }

    [Fact]
    public void Generate_Stopped_LeavesTheEarlierFile()
    {
        var path = Path.Combine(_folder, "AAPL.csv");
        File.WriteAllText(path, "earlier");
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => SyntheticBarGenerator.Generate(
            ThreeDays with { Symbols = ["AAPL"], Days = 300 }, _folder, _ => source.Cancel(), source.Token));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
        Assert.Equal("earlier", File.ReadAllText(path));
    }

    [Fact]
    public void Generate_FileHeldByAnotherRun_FailsAndLeavesItsFile()
    {
        var unfinished = Path.Combine(_folder, ".AAPL.csv.unfinished");
        using (new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Assert.ThrowsAny<IOException>(() => Generate(ThreeDays with { Symbols = ["AAPL"] }, _folder));
        }

        Assert.Equal([unfinished], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Generate_BadOption_NamesItAndWritesNothing()
    {
        Refused("Symbols", ThreeDays with { Symbols = [] });
        Refused("Symbols", ThreeDays with { Symbols = ["../AAPL"] });
        Refused("Symbols", ThreeDays with { Symbols = [".AAPL"] });
        Refused("Symbols", ThreeDays with { Symbols = [""] });
        Refused("Symbols", ThreeDays with { Symbols = [new string('A', 33)] });
        Refused("Symbols", ThreeDays with { Symbols = ["AAPL", "aapl"] });
        Refused("Years", ThreeDays with { Years = 1 });
        Refused("Years", ThreeDays with { Days = null });
        Refused("Years", ThreeDays with { Days = null, Years = 0 });
        Refused("Days", ThreeDays with { Days = 0 });
        Refused("Days", ThreeDays with { Days = 50_001 });
        Refused("IntervalMinutes", ThreeDays with { IntervalMinutes = 0 });
        Refused("IntervalMinutes", ThreeDays with { IntervalMinutes = 391 });
        Refused("Start", ThreeDays with { Start = new DateOnly(2006, 12, 31) });
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private void Refused(string option, SyntheticBarOptions options)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => Generate(options, _folder));
        Assert.Equal(option, error.ParamName);
        Assert.Contains(option, error.Message);
    }

    private static GenerationResult Generate(
        SyntheticBarOptions options, string folder, Action<GenerationProgress>? progress = null) =>
        SyntheticBarGenerator.Generate(options, folder, progress, TestContext.Current.CancellationToken);

    private Dictionary<string, string> Texts(SyntheticBarOptions options, string name)
    {
        var result = Generate(options, Path.Combine(_folder, name));
        return result.Files.ToDictionary(f => Path.GetFileName(f.Path), f => File.ReadAllText(f.Path));
    }
}

using System.Globalization;
using System.Text;
using TradeBooks.Feeds.Csv;
using TradeBooks.Tests;

namespace TradeBooks.Feeds.Tests.Csv;

public sealed class CsvBarFeedEqualityTests
{
    public static TheoryData<string> RealFiles =>
    [
        "AAPL.csv", "AMZN.csv", "GOOG.csv", "MSFT.csv", "NVDA.csv", "SPY.csv", "TSLA.csv",
        "5m/AAPL.csv", "5m/AMZN.csv", "5m/GOOG.csv", "5m/MSFT.csv", "5m/NVDA.csv", "5m/SPY.csv", "5m/TSLA.csv",
        "lean/AAPL.csv", "lean/SPY_2013.csv", "lean/AAPL_hour.csv", "lean/AAPL_daily.csv", "lean/SPY_daily.csv",
        "dirty/AAPL_2026-03_5m_mixed_timezones.csv", "dirty/AAPL_1m_captured_midsession.csv",
        "dirty/AAPL_1min_ibkr_offset_plus0300.csv",
    ];

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void NextBatch_RealFile_EqualsReference(string file)
    {
        var text = File.ReadAllText(SharedData.Path("bars/" + file));
        using var folder = CsvFolder.With(text);
        AssertEqual(ReferenceParser.Read(text), folder.Read());
    }

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void NextBatch_RealFileWithoutChangeColumn_ComputesWhatItHeld(string file)
    {
        var text = File.ReadAllText(SharedData.Path("bars/" + file));
        Assert.SkipUnless(text.StartsWith(CsvFolder.Header, StringComparison.Ordinal), "the file has no % change");
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var folder = CsvFolder.With(string.Join('\n', lines.Select(line => line[..line.LastIndexOf(',')])));
        // Small pieces, so that the change across their borders is computed often.
        var reading = folder.Read(new CsvBarFeedOptions { ChunkBytes = 1000 });
        Assert.Null(reading.Error);
        Assert.Equal(
            lines.Skip(1).Select(line => decimal.Parse(line[(line.LastIndexOf(',') + 1)..], CultureInfo.InvariantCulture)),
            reading.Events.Select(e => e.Bar.PercentChange.ToDecimal()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void NextBatch_RandomFile_EqualsReferenceForAnyChunkLength(int seed)
    {
        var text = RandomFile(new Random(seed), rows: 3000);
        using var folder = CsvFolder.With(text);
        var expected = ReferenceParser.Read(text).ToList();
        foreach (var chunkBytes in new[] { 0, 64, 100, 1000, 4096, 100_000 })
        {
            AssertEqual(expected, folder.Read(new CsvBarFeedOptions { ChunkBytes = chunkBytes, Workers = 0 }));
            AssertEqual(expected, folder.Read(new CsvBarFeedOptions { ChunkBytes = chunkBytes, Workers = 2 }));
        }
    }

    [Fact]
    public void NextBatch_GzipFile_EqualsPlainFile()
    {
        var text = RandomFile(new Random(99), rows: 5000);
        using var plain = CsvFolder.With(text);
        using var packed = new CsvFolder();
        packed.Write("AAPL.csv.gz", CsvFolder.Pack(Encoding.UTF8.GetBytes(text)));
        foreach (var order in new[] { RowOrder.Ascending, RowOrder.Descending })
        {
            var options = new CsvBarFeedOptions { Order = order, BadRows = BadRows.Skip, ChunkBytes = 1000 };
            var expected = plain.Read(options);
            var actual = packed.Read(options);
            Assert.Equal(expected.Lines, actual.Lines);
            Assert.Equal(expected.Rejected.Select(row => row.Line), actual.Rejected.Select(row => row.Line));
        }
    }

    [Fact]
    public void NextBatch_ManySymbolsAndWorkers_EachEqualsReference()
    {
        using var folder = new CsvFolder();
        var expected = new Dictionary<string, List<string>>();
        for (var i = 0; i < 20; i++)
        {
            var text = RandomFile(new Random(1000 + i), rows: 1000);
            folder.Write($"S{i:00}.csv", Encoding.UTF8.GetBytes(text));
            expected[$"S{i:00}"] = [.. ReferenceParser.Read(text)];
        }

        using var set = folder.Open(new CsvBarFeedOptions { Workers = 3, ChunkBytes = 2000 });
        var actual = set.Feeds.ToDictionary(feed => feed.Symbol, _ => new List<string>());
        var live = set.Feeds.ToList();
        while (live.Count > 0)
        {
            foreach (var feed in live.ToList())
            {
                var batch = feed.NextBatch();
                if (batch.Count == 0)
                    live.Remove(feed);
                actual[feed.Symbol].AddRange(batch.Events[..batch.Count].Select(Reading.Show));
            }
        }

        Assert.Equal(expected, actual);
    }

    private static void AssertEqual(IEnumerable<string> expected, Reading actual)
    {
        Assert.Null(actual.Error);
        Assert.Empty(actual.Rejected);
        Assert.Equal(expected, actual.Lines);
    }

    /// <summary>Random but well-formed: columns in any order, decimals, line ends and blank lines as they come.</summary>
    private static string RandomFile(Random random, int rows)
    {
        string[] names = ["datetime", "Open", "HIGH", "low", "close"];
        var columns = names.ToList();
        if (random.Next(2) == 0)
            columns.Add("% change");
        if (random.Next(2) == 0)
            columns.Add("Volume");
        if (random.Next(3) == 0)
            columns.Add("note");
        if (random.Next(2) == 0)
            columns = [.. columns.OrderBy(_ => random.Next())];
        var lineEnd = random.Next(2) == 0 ? "\n" : "\r\n";
        var text = new StringBuilder(random.Next(2) == 0 ? "\uFEFF" : "").Append(string.Join(',', columns)).Append(lineEnd);
        var time = new DateTime(2024, 2, 27, 22, 0, 0, DateTimeKind.Utc);
        for (var i = 0; i < rows; i++)
        {
            time = time.AddSeconds(random.Next(1, 4000));
            var low = Math.Round((decimal)random.NextDouble() * (random.Next(10) == 0 ? 1_000_000 : 300) + 0.01m, random.Next(0, 9));
            low = Math.Max(low, 0.01m);
            var high = low + Math.Round((decimal)random.NextDouble() * 5, random.Next(0, 5));
            var fields = new Dictionary<string, string>
            {
                ["datetime"] = time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                ["Open"] = Text(random.Next(2) == 0 ? low : high),
                ["HIGH"] = Text(high),
                ["low"] = Text(low),
                ["close"] = Text(random.Next(2) == 0 ? low : high),
                ["% change"] = Text(Math.Round((decimal)(random.NextDouble() - 0.5) * 10, 4)),
                ["Volume"] = random.Next(0, 2_000_000_000).ToString(CultureInfo.InvariantCulture),
                ["note"] = random.Next(2) == 0 ? "é ok" : "12.5",
            };
            text.Append(string.Join(',', columns.Select(column => fields[column])));
            if (i < rows - 1 || random.Next(2) == 0)
                text.Append(lineEnd);
            if (i < rows - 1 && random.Next(100) == 0)
                text.Append(lineEnd);
        }

        return text.ToString();
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Tests.Csv;

public sealed class CsvBarFeedSetTests
{
    private const string Row = "2026-03-12 13:30:00,10,12,9,11,0\n";

    private static readonly byte[] Good = Encoding.UTF8.GetBytes(CsvFolder.Header + Row);

    [Fact]
    public void FindSymbols_PlainAndPackedFiles_AreInOrdinalOrder()
    {
        using var folder = new CsvFolder();
        folder.Write("b.csv", Good).Write("Z.csv.gz", CsvFolder.Pack(Good)).Write("A.csv", Good)
            .Write("notes.txt", Good).Write(".csv", Good).Write("BRK.B.csv", Good);
        Assert.Equal(["A", "BRK.B", "Z", "b"], CsvBarFeedSet.FindSymbols(folder.Path));
        using var set = CsvBarFeedSet.Open(folder.Path, ["b", "Z", "A", "BRK.B"]);
        Assert.Equal(["A", "BRK.B", "Z", "b"], set.Feeds.Select(feed => feed.Symbol));
        Assert.All(set.Feeds, feed => Assert.Equal(1, feed.NextBatch().Count));
    }

    [Fact]
    public void FindSymbols_NothingThere_SaysSo()
    {
        using var folder = new CsvFolder();
        Assert.Contains("has no file SYMBOL.csv", Assert.Throws<FeedException>(() => CsvBarFeedSet.FindSymbols(folder.Path)).Reason);
        var missing = Path.Combine(folder.Path, "missing");
        var error = Assert.Throws<FeedException>(() => CsvBarFeedSet.FindSymbols(missing));
        Assert.Equal(missing + ": there is no such directory", error.Message);
    }

    [Fact]
    public void Open_ImpossibleSymbols_SaysWhich()
    {
        using var folder = new CsvFolder();
        folder.Write("A.csv", Good).Write("A.csv.gz", CsvFolder.Pack(Good)).Write("B.csv", Good);
        Assert.Equal("there are both A.csv and A.csv.gz: keep one", ReasonOf("A"));
        Assert.Equal("there are both A.csv and A.csv.gz: keep one", Assert.Throws<FeedException>(() => CsvBarFeedSet.FindSymbols(folder.Path)).Reason);
        Assert.Equal("there is neither C.csv nor C.csv.gz", ReasonOf("C"));
        Assert.Equal("symbol 'B' is given twice", ReasonOf("B", "B"));
        Assert.Equal("symbol '../B' cannot be a file's name", ReasonOf("../B"));
        Assert.Equal("symbol '' cannot be a file's name", ReasonOf(""));
        Assert.Equal("no symbol is given", ReasonOf());

        string ReasonOf(params string[] symbols)
        {
            var error = Assert.Throws<FeedException>(() => CsvBarFeedSet.Open(folder.Path, symbols));
            Assert.Equal(folder.Path, error.File);
            return error.Reason;
        }
    }

    [Fact]
    public void Open_ImpossibleOptions_SaysWhich()
    {
        using var folder = CsvFolder.WithRows(Row);
        Assert.StartsWith("Interval", Assert.Throws<ArgumentException>(() => folder.Open(new CsvBarFeedOptions { Interval = TimeSpan.Zero })).Message);
        Assert.StartsWith("ChunkBytes", Assert.Throws<ArgumentException>(() => folder.Open(new CsvBarFeedOptions { ChunkBytes = -1 })).Message);
        Assert.StartsWith("Workers", Assert.Throws<ArgumentException>(() => folder.Open(new CsvBarFeedOptions { Workers = -2 })).Message);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("\uFEFF", "it is empty")]
    [InlineData("\n \n\r\n", "it is empty")]
    [InlineData(Row, "it has no header: its first line is '2026-03-12 13:30:00,10,12,9,11,0'")]
    [InlineData("open,high,low,close\n", "the header has no time column (datetime, date, dt, time, timestamp)")]
    [InlineData("datetime,open,high,low\n", "the header has no column 'close'")]
    [InlineData("datetime,high,low,close\n", "the header has no column 'open'")]
    [InlineData("datetime,open,high,low,close,Close\n", "the header's columns 'close' and 'Close' mean the same")]
    [InlineData("date,time,open,high,low,close\n", "the header's columns 'date' and 'time' mean the same")]
    [InlineData("date,open,high,low,close,vol,volume\n", "the header's columns 'vol' and 'volume' mean the same")]
    public void Open_OtherHeader_SaysWhatIsWrong(string text, string reason)
    {
        using var folder = CsvFolder.With(text);
        var error = Assert.Throws<FeedException>(() => folder.Open());
        Assert.Equal(reason, error.Reason);
        Assert.Equal("AAPL.csv", error.File);
        if (text.Length == 0)
            return;
        using var packed = new CsvFolder();
        packed.Write("AAPL.csv.gz", CsvFolder.Pack(Encoding.UTF8.GetBytes(text)));
        Assert.Equal("AAPL.csv.gz: " + reason, Assert.Throws<FeedException>(() => packed.Open()).Message);
    }

    [Fact]
    public void Open_HeaderNotText_SaysSo()
    {
        using var folder = new CsvFolder();
        folder.Write("AAPL.csv", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(CsvFolder.Header)).ToArray());
        Assert.Equal("its first line is not UTF-8 text", Assert.Throws<FeedException>(() => folder.Open()).Reason);
        folder.Write("AAPL.csv", new byte[3 * 1024 * 1024]);
        Assert.Equal("line 1 is longer than 1048576 bytes", Assert.Throws<FeedException>(() => folder.Open()).Reason);
    }

    [Fact]
    public void NextBatch_RowNotText_EndsAfterBarsBefore()
    {
        using var folder = new CsvFolder();
        folder.Write("AAPL.csv", [.. Good, (byte)'x', 0xFF, (byte)'\n']);
        foreach (var badRows in new[] { BadRows.Stop, BadRows.Skip })
        {
            var reading = folder.Read(new CsvBarFeedOptions { BadRows = badRows });
            Assert.Single(reading.Events);
            Assert.Equal("AAPL.csv: line 3 is not UTF-8 text", reading.Error?.Message);
        }
    }

    [Fact]
    public void NextBatch_EndlessLine_EndsAfterBarsBefore()
    {
        using var folder = new CsvFolder();
        folder.Write("AAPL.csv", [.. Good, .. new byte[3 * 1024 * 1024]]);
        foreach (var order in new[] { RowOrder.Ascending, RowOrder.Descending })
        {
            var reading = folder.Read(new CsvBarFeedOptions { Order = order, BadRows = BadRows.Skip });
            Assert.Equal(order == RowOrder.Ascending ? 1 : 0, reading.Events.Count);
            Assert.Equal("AAPL.csv: line 3 is longer than 1048576 bytes", reading.Error?.Message);
        }
    }

    [Fact]
    public void Open_NotGzip_SaysSo()
    {
        using var folder = new CsvFolder();
        foreach (var bytes in new[] { Good, [], [0x1F] })
        {
            folder.Write("AAPL.csv.gz", bytes);
            Assert.Equal("AAPL.csv.gz: it is not a gzip file", Assert.Throws<FeedException>(() => folder.Open()).Message);
        }
    }

    [Fact]
    public void NextBatch_GzipCutAnywhere_ServesSomeThenSaysSo()
    {
        var rows = string.Concat(Enumerable.Range(0, 600).Select(i => FormattableString.Invariant(
            $"2026-03-12 {i / 60:00}:{i % 60:00}:00,{10 + i * 7919 % 997},2000,1,{10 + i * 104729 % 991},0\n")));
        var packed = CsvFolder.Pack(Encoding.UTF8.GetBytes(CsvFolder.Header + rows));
        using var whole = new CsvFolder();
        whole.Write("AAPL.csv.gz", packed);
        var expected = whole.Read().Lines.ToList();
        Assert.Equal(600, expected.Count);
        for (var length = packed.Length - 1; length > 2; length -= length > packed.Length - 30 ? 1 : 97)
        {
            using var folder = new CsvFolder();
            folder.Write("AAPL.csv.gz", packed[..length]);
            var error = Record(folder, out var lines);
            Assert.Equal("the gzip file breaks off or is damaged", error.Reason);
            Assert.Equal(expected.Take(lines.Count), lines);
            var backwards = Assert.Throws<FeedException>(() => folder.Open(new CsvBarFeedOptions { Order = RowOrder.Descending }));
            Assert.Equal("AAPL.csv.gz: the gzip file breaks off or is damaged", backwards.Message);
        }

        static FeedException Record(CsvFolder folder, out List<string> lines)
        {
            lines = [];
            try
            {
                var reading = folder.Read(new CsvBarFeedOptions { ChunkBytes = 300 });
                lines = [.. reading.Lines];
                return Assert.IsType<FeedException>(reading.Error);
            }
            catch (FeedException e)
            {
                // Not even the header was there.
                return e;
            }
        }
    }

    /// <summary>No text may be made up from what the file breaks off in, least of all a row.</summary>
    [Fact]
    public void NextBatch_GzipCutInRepetitiveText_ServesWholeRowsOnly()
    {
        var random = new Random(17);
        var rows = new StringBuilder(CsvFolder.Header);
        for (var i = 0; i < 3000; i++)
        {
            var close = 100 + random.Next(40);
            rows.Append(CultureInfo.InvariantCulture, $"2026-03-{1 + i / 1440:00} {i / 60 % 24:00}:{i % 60:00}:00,{close},{close + 2},{close - 1},{close},0.0000\n");
        }

        var packed = CsvFolder.Pack(Encoding.UTF8.GetBytes(rows.ToString()), CompressionLevel.Optimal);
        using var folder = new CsvFolder();
        folder.Write("AAPL.csv.gz", packed);
        var expected = folder.Read().Lines.ToList();
        Assert.Equal(3000, expected.Count);
        for (var length = packed.Length - 1; length > packed.Length / 2; length -= 1 + length % 61)
        {
            folder.Write("AAPL.csv.gz", packed[..length]);
            var reading = folder.Read(new CsvBarFeedOptions { BadRows = BadRows.Skip });
            Assert.Equal("the gzip file breaks off or is damaged", reading.Error?.Reason);
            Assert.Equal(expected.Take(reading.Events.Count), reading.Lines);
            Assert.Empty(reading.Rejected);
        }
    }

    [Fact]
    public void NextBatch_GzipOfSeveralMembers_ReadsAll()
    {
        using var folder = new CsvFolder();
        var second = Encoding.UTF8.GetBytes("2026-03-12 13:31:00,10,12,9,11,0\n");
        folder.Write("AAPL.csv.gz", [.. CsvFolder.Pack(Good), .. CsvFolder.Pack(second)]);
        var reading = folder.Read();
        Assert.Null(reading.Error);
        Assert.Equal(2, reading.Events.Count);
    }

    [Fact]
    public void NextBatch_SetClosed_Throws()
    {
        using var folder = CsvFolder.WithRows(Row);
        var set = folder.Open(new CsvBarFeedOptions { Workers = 2 });
        set.Dispose();
        Assert.Throws<ObjectDisposedException>(() => set.Feeds[0].NextBatch());
    }
}

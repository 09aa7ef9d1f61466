using TradeBooks.Cli.Running;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Cli.Tests;

public sealed class RejectedRowsFileTests
{
    private const string Header = "file,line,reason,row";

    [Fact]
    public void Append_Nothing_MakesNoFile()
    {
        using var folder = new TemporaryFolder();
        var file = new RejectedRowsFile(folder["rejected.csv"], RowOrder.Ascending);
        file.Append([]);
        file.Sort();
        file.Restore(new Dictionary<string, long>());
        Assert.Equal(0, file.Count);
        Assert.False(File.Exists(folder["rejected.csv"]), "there is a file");
    }

    [Fact]
    public void Append_OddTexts_StayInTheirFieldsAndOnOneLine()
    {
        using var folder = new TemporaryFolder();
        var file = new RejectedRowsFile(folder["rejected.csv"], RowOrder.Ascending);
        file.Append([new RejectedRow("A.csv", 7, "time 'a, \"b\"' is not a time", "x,\"y\"\r\nz")]);
        file.Append([new RejectedRow("B, c \"d\".csv", 8, "r", "t")]);
        Assert.Equal(2, file.Count);
        Assert.Equal(
            [Header, "A.csv,7,\"time 'a, \"\"b\"\"' is not a time\",\"x,\"\"y\"\"\\r\\nz\"", "\"B, c \"\"d\"\".csv\",8,\"r\",\"t\""],
            File.ReadAllLines(folder["rejected.csv"]));
    }

    [Theory]
    [InlineData(false, "A.csv,5", "A.csv,9", "\"B,1.csv\",3")]
    [InlineData(true, "A.csv,30", "\"B,1.csv\",40")]
    public void Restore_KilledRun_KeepsTheRowsBeforeThePlaceWhereItGoesOn(bool isDescending, params string[] kept)
    {
        using var folder = new TemporaryFolder();
        var order = isDescending ? RowOrder.Descending : RowOrder.Ascending;
        var file = new RejectedRowsFile(folder["rejected.csv"], order);
        file.Append([Row("A.csv", 5), Row("A.csv", 9), Row("B,1.csv", 3), Row("A.csv", 30), Row("B,1.csv", 40), Row("C.csv", 1), Row("C.csv", 99)]);

        var resumed = new RejectedRowsFile(folder["rejected.csv"], order);
        resumed.Restore(new Dictionary<string, long> { ["A.csv"] = 20, ["B,1.csv"] = 4 + (isDescending ? 1 : 0) });
        Assert.Equal(kept, Places(folder));
        Assert.Equal(kept.Length, resumed.Count);
        resumed.Append([Row("A.csv", 21)]);
        Assert.Equal([.. kept, "A.csv,21"], Places(folder));
        Assert.Equal(Header, File.ReadLines(folder["rejected.csv"]).First());
    }

    [Fact]
    public void Restore_CutOffAnywhere_KeepsWholeRowsOnly()
    {
        using var folder = new TemporaryFolder();
        var path = folder["rejected.csv"];
        new RejectedRowsFile(path, RowOrder.Ascending).Append([Row("A.csv", 5), Row("A.csv", 1234)]);
        var whole = File.ReadAllText(path);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllText(path, whole[..length]);
            var file = new RejectedRowsFile(path, RowOrder.Ascending);
            file.Restore(new Dictionary<string, long> { ["A.csv"] = 2000 });
            Assert.Equal(Math.Max(0, whole[..length].Count(c => c == '\n') - 1), file.Count);
            file.Append([Row("A.csv", 3000)]);
            Assert.Equal("A.csv,3000", Places(folder)[^1]);
            Assert.Equal(file.Count, Places(folder).Length);
        }
    }

    [Fact]
    public void Restore_NothingKept_RemovesTheFile()
    {
        using var folder = new TemporaryFolder();
        new RejectedRowsFile(folder["rejected.csv"], RowOrder.Ascending).Append([Row("A.csv", 5)]);
        var file = new RejectedRowsFile(folder["rejected.csv"], RowOrder.Ascending);
        file.Restore(new Dictionary<string, long>());
        Assert.Equal(0, file.Count);
        Assert.False(File.Exists(folder["rejected.csv"]), "the file is still there");
    }

    [Fact]
    public void Sort_AnyOrderOfWriting_GivesFilesAndLinesInOrder()
    {
        using var folder = new TemporaryFolder();
        var file = new RejectedRowsFile(folder["rejected.csv"], RowOrder.Ascending);
        file.Append([Row("B.csv", 10), Row("A.csv", 100)]);
        file.Append([Row("A.csv", 20), Row("B.csv", 9), Row("a.csv", 1)]);
        file.Sort();
        Assert.Equal(["A.csv,20", "A.csv,100", "B.csv,9", "B.csv,10", "a.csv,1"], Places(folder));
        Assert.Equal(5, file.Count);
    }

    private static RejectedRow Row(string file, long line) => new(file, line, "reason, with comma", "text");

    private static string[] Places(TemporaryFolder folder) =>
        [.. File.ReadLines(folder["rejected.csv"]).Skip(1).Select(row => row[..row.IndexOf(",\"reason", StringComparison.Ordinal)])];
}

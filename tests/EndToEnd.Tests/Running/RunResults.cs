using System.Text.Json;

namespace TradeBooks.EndToEnd.Tests.Running;

/// <summary>The folder of a run's results.</summary>
internal sealed class RunResults(string folder)
{
    public const string TradeLogName = "order_book.csv";
    public const string StateName = "trading_state.json";
    public const string SummaryName = "summary.json";
    public const string ReportName = "report.html";
    public const string RejectedName = "rejected.csv";

    public string Folder => folder;

    public string Summary => File.ReadAllText(Path.Combine(folder, SummaryName));

    public string[] TradeLog => File.ReadAllLines(Path.Combine(folder, TradeLogName));

    public string[] Rejected => File.ReadAllLines(Path.Combine(folder, RejectedName));

    public long Fills => TradeLog.Length - 1;

    /// <summary>Names of all files, hidden ones too, in order.</summary>
    public string[] FileNames =>
    [
        .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal),
    ];

    public JsonElement Figures()
    {
        using var document = JsonDocument.Parse(Summary);
        return document.RootElement.Clone();
    }

    public JsonElement State()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, StateName)));
        return document.RootElement.Clone();
    }

    /// <summary>The summary without what depends on the machine.</summary>
    public string[] SummaryWithoutTimes =>
    [
        .. Summary.Split('\n').Where(line =>
            !line.Contains("elapsedSeconds", StringComparison.Ordinal) && !line.Contains("barsPerSecond", StringComparison.Ordinal)),
    ];

    /// <summary>All files with their content, to see that nothing has touched them.</summary>
    public Dictionary<string, string> Content() => FileNames
        .Where(name => File.Exists(Path.Combine(folder, name)))
        .ToDictionary(name => name, name => Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, name))));

    /// <summary>Fails unless the results are those of the other run, the time that it took aside.</summary>
    public void ShouldEqual(RunResults other)
    {
        Assert.Equal(other.FileNames, FileNames);
        foreach (var name in FileNames)
        {
            if (name == SummaryName)
                Assert.Equal(other.SummaryWithoutTimes, SummaryWithoutTimes);
            else
                ShouldEqual(name, other);
        }
    }

    /// <summary>Fails unless trade log and figures are those of the other run, which may have read other inputs.</summary>
    public void ShouldTradeAs(RunResults other)
    {
        ShouldEqual(TradeLogName, other);
        Assert.Equal(other.SummaryWithoutTimes, SummaryWithoutTimes);
        Assert.Equal([TradeLogName, ReportName, SummaryName, StateName], FileNames);
    }

    private void ShouldEqual(string name, RunResults other)
    {
        var expected = File.ReadAllBytes(Path.Combine(other.Folder, name));
        var actual = File.ReadAllBytes(Path.Combine(folder, name));
        var same = expected.AsSpan().CommonPrefixLength(actual);
        Assert.True(
            same == expected.Length && same == actual.Length,
            $"{name} differs at byte {same} (of {actual.Length}, expected {expected.Length}):\n"
            + $"expected …{Around(expected, same)}…\nseen     …{Around(actual, same)}…");
    }

    private static string Around(byte[] text, int at)
    {
        var start = Math.Max(0, at - 60);
        return System.Text.Encoding.UTF8.GetString(text, start, Math.Min(text.Length - start, 160));
    }
}

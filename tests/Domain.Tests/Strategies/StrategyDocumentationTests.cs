using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Domain.Tests.Strategies;

/// <summary>docs/strategies.md says what is so: its example compiles and runs, its tables are the settings.</summary>
public sealed class StrategyDocumentationTests
{
    private static readonly string Root = FindRoot();

    private static readonly string Documentation = File.ReadAllText(Path.Combine(Root, "docs", "strategies.md"));

    [Fact]
    public void Example_IsTheStrategyThatTheTestsCompile()
    {
        const string Fence = "```csharp\n";
        var from = Documentation.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
        var example = Documentation[from..Documentation.IndexOf("```", from, StringComparison.Ordinal)];
        var file = Path.Combine(Root, "tests", "Domain.Tests", "Strategies", "ChannelBreakout.cs");
        Assert.Equal(File.ReadAllText(file), example);
    }

    [Fact]
    public void Example_RisingBarsThenABreakout_EntersAndTakesProfit()
    {
        // Twenty bars between 99 and 101, true range 2; a close at 102 breaks out, the target is 3 ATRs from the open.
        var quiet = string.Join(", ", Enumerable.Repeat("100 101 99 100", 20));
        var run = Run($"{quiet}, 100 102 100 102, 102 103 101 103, 103 110 103 103, 103", "");
        var fills = run.Fills();
        Assert.Equal(2, fills.Length);
        Assert.Equal("13:51 BUY 9 @ 102", fills[0]);
        Assert.Equal("13:52 SELL 9 @ 108", fills[1]);
        Assert.Equal(54m, run.Portfolio.GrossRealizedPnl);
    }

    [Fact]
    public void Example_QuietBars_DoesNothing() =>
        Assert.Empty(Run(string.Join(", ", Enumerable.Repeat("100 101 99 101", 60)), "").Fills());

    [Fact]
    public void Example_SavedAndRestored_GoesOnAlike()
    {
        var events = TestBar.Events(RandomBars.Make(5, 250, symbols: 3));
        var whole = TradingRun.Of([Breakout()], events, "channel_bars=5");
        var saved = new List<(string State, int Fills)>();
        while (whole.Step())
            saved.Add((whole.Save(), whole.Ledger.Records.Count));
        Assert.True(whole.Ledger.Records.Count > 20, $"only {whole.Ledger.Records.Count} fills");
        foreach (var (state, fills) in saved.Where((_, slot) => slot % 9 == 0))
        {
            var rest = TradingRun.Of([Breakout()], events, "channel_bars=5", state).ToEnd();
            Assert.Equal(whole.Ledger.Rows.Skip(fills), rest.Ledger.Rows);
            Assert.Equal(whole.Save(), rest.Save());
        }
    }

    [Fact]
    public void Tables_ShippedStrategies_NameEverySettingWithItsDefault()
    {
        foreach (var type in StrategyCatalog.All)
        {
            var reader = new SettingsReader(new Dictionary<string, string>());
            type.Create(reader);
            var expected = reader.Definitions.Select(definition => $"| `{definition.Key}` | {definition.Default} |");
            Assert.Equal(expected.Order(), Rows(type.Name).Order());
        }
    }

    [Fact]
    public void Catalog_Names_AreUniqueAndFound()
    {
        Assert.Equal(["lss", "sma-cross", "macd-trend", "book-imbalance"], StrategyCatalog.All.Select(type => type.Name));
        Assert.All(StrategyCatalog.All, type => Assert.Same(type, StrategyCatalog.Find(type.Name)));
        var error = Assert.Throws<SettingException>(() => StrategyCatalog.Find("LSS"));
        Assert.Contains("'LSS' is not one of lss, sma-cross, macd-trend, book-imbalance", error.Message, StringComparison.Ordinal);
    }

    private static StrategyChoice Breakout() => new("breakout", new StrategyType("breakout", "", ChannelBreakout.Create));

    private static TradingRun Run(string bars, string settings) => TradingRun.Of(
        [Breakout()],
        new Dictionary<string, IReadOnlyList<MarketEvent>> { ["X"] = TestBar.Events(Tape.Bars(bars)) },
        settings).ToEnd();

    // The rows of the strategy's section, as far as the default.
    private static IEnumerable<string> Rows(string strategy)
    {
        var from = Documentation.IndexOf($"### {strategy}\n", StringComparison.Ordinal);
        Assert.True(from > 0, $"docs/strategies.md has no section for {strategy}");
        var to = Documentation.IndexOf("\n### ", from, StringComparison.Ordinal);
        return Documentation[from..(to < 0 ? Documentation.Length : to)]
            .Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => string.Join('|', line.Split('|').Take(3)) + "|");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TradeBooks.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests are not run from inside the repository");
    }
}

using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>Bars to trade on, as files for a backtest and as records for Kafka.</summary>
internal sealed class MarketData
{
    private static readonly string[] Stocks = ["AAPL", "AMZN", "GOOG", "MSFT", "NVDA", "TSLA"];
    private static readonly string[] Samples = ["ACME", "BOLT", "CRUX", "DUNE"];

    private MarketData(string folder, string[] symbols)
    {
        Folder = folder;
        Symbols = symbols;
        Bars = symbols.ToDictionary(symbol => symbol, symbol => (IReadOnlyList<BarRecord>)BarRecord.Read(folder, symbol));
    }

    public string Folder { get; }

    /// <summary>In ordinal order.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>The bars of each symbol.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<BarRecord>> Bars { get; }

    /// <summary>All bars in the order of their times, and of the symbols where those are the same.</summary>
    public IEnumerable<BarRecord> InTimeOrder => Bars.Values.SelectMany(bars => bars)
        .OrderBy(bar => bar.Time).ThenBy(bar => bar.Symbol, StringComparer.Ordinal);

    /// <summary>The shipped days of four symbols, or the twelve days of six stocks beside the repository; skips where those are absent.</summary>
    public static MarketData Named(string name) => name == "stocks" ? new(SharedData.Path("bars"), Stocks) : Sample();

    public static MarketData Sample() => new(Repository.Sample, Samples);

    /// <summary>The bars of some of these days alone, as files in another folder.</summary>
    /// <param name="folder">A new folder.</param>
    /// <param name="isWanted">Whether a day such as 2025-03-07 belongs to them.</param>
    public MarketData Days(string folder, Func<string, bool> isWanted)
    {
        foreach (var symbol in Symbols)
        {
            var rows = File.ReadAllLines(Path.Combine(Folder, symbol + ".csv"));
            File.WriteAllLines(Path.Combine(folder, symbol + ".csv"), [rows[0], .. rows.Skip(1).Where(row => isWanted(row[..10]))]);
        }

        return new MarketData(folder, [.. Symbols]);
    }

    /// <summary>What a backtest makes of it.</summary>
    /// <param name="output">Folder of the results.</param>
    /// <param name="more">More arguments.</param>
    public RunResults Backtest(string output, params IEnumerable<string> more)
    {
        RunningProgram.Run(["backtest", "--data", Folder, "--symbols", string.Join(',', Symbols), "--out", output, .. more]).ShouldExit(0);
        var results = new RunResults(output);
        Assert.True(results.Fills > 20, $"{results.Fills} fills are too few to tell anything");
        return results;
    }
}

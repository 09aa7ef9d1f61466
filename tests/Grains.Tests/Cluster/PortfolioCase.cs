using System.Text;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Strategies;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>A portfolio of a test, for the cluster and for the backtest that says what is right.</summary>
/// <param name="Key">Key of the portfolio.</param>
/// <param name="Strategies">Makes its strategies.</param>
/// <param name="Settings">Its settings as <c>key=value</c>.</param>
internal sealed record PortfolioCase(string Key, Func<IReadOnlyList<StrategyChoice>> Strategies, string Settings)
{
    /// <summary>The product's strategies by name.</summary>
    public static PortfolioCase Named(string key, string strategies, string settings) =>
        new(key, () => StrategyChoice.Parse([strategies]), settings);

    /// <summary>Two strategies that trade at random in every way that there is.</summary>
    public static PortfolioCase Random(string key, int seed, bool? closesFill = null) => new(
        key,
        () =>
        [
            TradingRun.Own("one", symbol => new RandomTrader(seed + symbol[0])),
            TradingRun.Own("two", symbol => new RandomTrader(seed * 31 + symbol[0])),
        ],
        closesFill switch
        {
            null => RandomSettings.Make(seed),
            true => RandomSettings.Make(seed).Replace("fill=next-open", "fill=close", StringComparison.Ordinal),
            false => RandomSettings.Make(seed, canFillAtClose: false),
        });

    public TradingSetup Setup(IEnumerable<string> symbols) => TradingRun.ReadSetup(Strategies(), symbols, $"{Settings} portfolio={Key}");

    public TradingRun Backtest(Dictionary<string, List<TestBar>> bars) => Run(bars).ToEnd();

    /// <summary>The backtest over events of any kind, by symbol.</summary>
    public TradingRun Backtest(IReadOnlyDictionary<string, IReadOnlyList<MarketEvent>> events) =>
        TradingRun.Of(Strategies(), events, $"{Settings} portfolio={Key}").ToEnd();

    /// <summary>One <see cref="DepthTrader"/> at an exchange.</summary>
    public static PortfolioCase OnDepth(string key, BookRules rules, int seed) => new(
        key, () => [TradingRun.Own("depth", symbol => new DepthTrader(seed + symbol[0]))],
        $"exchange={rules.ToName()} sizing=quantity quantity=2");

    /// <summary>The backtest before its first slot.</summary>
    public TradingRun Run(Dictionary<string, List<TestBar>> bars) =>
        TradingRun.Of(Strategies(), TestBar.Events(bars), $"{Settings} portfolio={Key}");

    public static string Log(TradingRun run) =>
        new StringBuilder().AppendJoin('\n', run.Ledger.Rows.Prepend(MemoryLedger.Header)).Append('\n').ToString();
}

using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Settings;
using TradeBooks.Grains.Tests.Cluster;
using TradeBooks.Storage.Portfolios;

namespace TradeBooks.Grains.Tests.Trading;

/// <summary>A database that was used with other settings.</summary>
public sealed class SavedPortfoliosTests
{
    [Theory]
    [InlineData("A,B", "lss,trend=sma-cross", null)]
    [InlineData("A,C", "lss,trend=sma-cross", "instruments has 'B' where this run has 'C'")]
    [InlineData("A,B,C", "lss,trend=sma-cross", "'instruments' has 2 elements, this run 3")]
    [InlineData("A", "lss,trend=sma-cross", "'instruments' has more elements than the 1 of this run")]
    [InlineData("A,B", "lss,trend=macd-trend", null)]
    [InlineData("A,B", "lss,macd-trend", "strategies has 'trend' where this run has 'macd-trend'")]
    [InlineData("A,B", "lss", "'strategies' has more elements than the 1 of this run")]
    public async Task CheckAsync_OtherSymbolsOrStrategies_NamesThem(string symbols, string strategies, string? expected)
    {
        var store = new MemoryPortfolioStore();
        var saved = PortfolioCase.Named("p", "lss,trend=sma-cross", "").Setup(["A", "B"]);
        await store.CommitAsync(
            new PortfolioCommit
            {
                Portfolio = "p",
                Version = 1,
                Writer = Guid.NewGuid(),
                State = SavedState.Write(new PortfolioSide(saved.Portfolio, null, TimeSpan.FromMinutes(5))),
                FirstFill = 1,
                Fills = [],
                FirstDecision = 1,
                Decisions = [],
                Equity = [],
            },
            TestContext.Current.CancellationToken);

        var other = new PortfolioCase("new", PortfolioCase.Named("p", "lss", "").Strategies, "").Setup(["A"]);
        var trading = new ClusterTrading(
            new Dictionary<string, TradingSetup> { ["new"] = other, ["p"] = PortfolioCase.Named("p", strategies, "").Setup(symbols.Split(',')) },
            null);
        var error = await Record.ExceptionAsync(() => SavedPortfolios.CheckAsync(trading, store, TestContext.Current.CancellationToken));
        if (expected is null)
            Assert.Null(error);
        else
            Assert.Contains(expected, Assert.IsType<SettingException>(error).Message, StringComparison.Ordinal);
    }
}

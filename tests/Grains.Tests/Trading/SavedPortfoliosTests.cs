using System.Text;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.State;
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
    [InlineData("A", "lss,trend=sma-cross", "'instruments' has 2 elements, this run 1")]
    [InlineData("A,B", "lss,trend=macd-trend", null)]
    [InlineData("A,B", "lss,macd-trend", "strategies has 'trend' where this run has 'macd-trend'")]
    [InlineData("A,B", "lss", "'strategies' has more elements than the 1 of this run")]
    public async Task CheckAsync_OtherSymbolsOrStrategies_NamesThem(string symbols, string strategies, string? expected)
    {
        var saved = PortfolioCase.Named("p", "lss,trend=sma-cross", "").Setup(["A", "B"]);
        var store = await Store(new PortfolioSide(saved.Portfolio, null, TimeSpan.FromMinutes(5)), text => text);

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

    [Theory]
    [InlineData("\"format\":4,", "", "is of an older program")]
    [InlineData("\"format\":4,", "\"format\":5,", "has format 5, this program has 4")]
    public async Task CheckAsync_OtherFormat_SaysSo(string before, string after, string expected)
    {
        var setup = PortfolioCase.Named("p", "lss", "").Setup(["A"]);
        var store = await Store(
            new PortfolioSide(setup.Portfolio, null, TimeSpan.FromMinutes(5)), text => text.Replace(before, after, StringComparison.Ordinal));
        var trading = new ClusterTrading(new Dictionary<string, TradingSetup> { ["p"] = setup }, null);
        var error = await Assert.ThrowsAsync<SettingException>(
            () => SavedPortfolios.CheckAsync(trading, store, TestContext.Current.CancellationToken));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task CheckAsync_PartOfASymbolIsGone_SaysSo()
    {
        var setup = PortfolioCase.Named("p", "lss", "").Setup(["A", "B"]);
        var side = new PortfolioSide(setup.Portfolio, null, TimeSpan.FromMinutes(5));
        var store = await Store(side, text => text, kept: 1);
        var error = await Assert.ThrowsAsync<SettingException>(() => SavedPortfolios.CheckAsync(
            new ClusterTrading(new Dictionary<string, TradingSetup> { ["p"] = setup }, null), store, TestContext.Current.CancellationToken));
        Assert.Contains("it has the parts of 1 symbols, this run 2", error.Message, StringComparison.Ordinal);
    }

    private static async Task<MemoryPortfolioStore> Store(PortfolioSide side, Func<string, string> change, int kept = int.MaxValue)
    {
        var text = Encoding.UTF8.GetString(SavedState.Write(new PersistentPart(side.PersistCommon)));
        var store = new MemoryPortfolioStore();
        await store.CommitAsync(
            new PortfolioCommit
            {
                Portfolio = "p",
                Version = 1,
                Writer = Guid.NewGuid(),
                State = Encoding.UTF8.GetBytes(change(text)),
                Symbols =
                [
                    .. side.TakeEffects().Symbols.Take(kept).Select(symbol => KeyValuePair.Create(
                        symbol,
                        (ReadOnlyMemory<byte>)SavedState.Write(new PersistentPart(archive => side.PersistSymbol(symbol, archive))))),
                ],
                FirstFill = 1,
                Fills = [],
                FirstDecision = 1,
                Decisions = [],
                Equity = [],
            },
            TestContext.Current.CancellationToken);
        return store;
    }
}

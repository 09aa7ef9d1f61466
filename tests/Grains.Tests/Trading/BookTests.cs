using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Grains.Tests.Cluster;

namespace TradeBooks.Grains.Tests.Trading;

/// <summary>A symbol's order book is the exchange's, or says why it is not.</summary>
public sealed class BookTests
{
    [Fact]
    public async Task Feed_SnapshotThenUpdates_IsSilentUntilInSyncAndFindsItsWayBack()
    {
        var portfolio = PortfolioCase.OnDepth("p", BookRules.BinanceSpot, 1);
        await using var cluster = await TradingCluster.Start(
            1, ["A"], [portfolio], RandomMarket.Topics(BookRules.BinanceSpot, ["A"], hasTrades: false));
        var log = new SymbolLog(
            "A",
            [
                Update("binance", "A", 11, 12), Snapshot(10), Update("binance", "A", 13, 14), "{"u8.ToArray(),
                Update("kraken", "A", 15, 15), Update("binance", "B", 15, 15), Update("binance", "A", 15, 15), Update("binance", "A", 18, 19),
                Snapshot(19), Update("binance", "A", 20, 20),
            ],
            "binance" + MarketPublisher.DepthSuffix, StreamNames.Depth);

        Assert.Equal((false, "there is no snapshot", 0L), await Shown(0, 0));
        Assert.Equal((true, null, 12L), await Shown(1, 1));
        Assert.Equal((true, null, 14L), await Shown(2, 2));
        var view = await cluster.Symbol("A").GetView();
        Assert.Equal([(100.5m, 13m)], view.Book!.Bids.Select(level => (level.Price, level.Quantity)));
        Assert.Equal([(101.5m, 1m)], view.Book.Asks.Select(level => (level.Price, level.Quantity)));
        Assert.Equal((101m, 3L), (view.Mark, view.DepthEvents));

        // One that can't be read, one of another exchange, one of another symbol: any of them may have been the next.
        for (var lost = 3; lost <= 5; lost++)
        {
            Assert.Equal((false, true), ((await Shown(lost, lost)).IsInSync, (await cluster.Symbol("A").GetView()).Book!.Bids.Count == 0));
            Assert.Equal(lost - 2, (await cluster.Symbol("A").GetView()).DeadLetters);
        }

        await cluster.Deactivate(cluster.Symbol("A"));
        Assert.Equal((true, null, 15L), await Shown(6, 6));
        Assert.False((await Shown(7, 7)).IsInSync);
        await cluster.Deactivate(cluster.Symbol("A"));
        Assert.Equal((true, null, 20L), await Shown(8, 9));
        var counters = (await cluster.Symbol("A").GetView()).Book!.Counters;
        Assert.Equal((5, 2, 4, 1), (counters.Messages, counters.Snapshots, counters.Applied, counters.Resyncs));
        Assert.Equal(
            [(3L, "A"), (4L, "A"), (5L, "A")], cluster.DeadLetters.Letters.Select(letter => (letter.Offset, letter.Symbol)));
        Assert.Equal(
            ["the exchange is not binance", "the symbol is not the key's"], cluster.DeadLetters.Letters.Skip(1).Select(letter => letter.Reason));

        async Task<(bool IsInSync, string? Reason, long LastUpdateId)> Shown(int first, int last)
        {
            await cluster.Publish(log, first, last);
            await cluster.Applied(log, last);
            var book = (await cluster.Symbol("A").GetView()).Book!;
            return (book.IsInSync, book.Reason, book.LastUpdateId);
        }
    }

    [Fact]
    public async Task Feed_ARecordOfAnUnnumberedExchangeIsLost_BookIsClosedUntilASnapshot()
    {
        var portfolio = PortfolioCase.OnDepth("p", BookRules.Coinbase, 1);
        await using var cluster = await TradingCluster.Start(
            1, ["A"], [portfolio], RandomMarket.Topics(BookRules.Coinbase, ["A"], hasTrades: false));
        var log = new SymbolLog(
            "A",
            [Snapshot(0, "coinbase"), Update("coinbase", "A", 0, 0), [], Update("coinbase", "A", 0, 0), Snapshot(0, "coinbase")],
            "coinbase" + MarketPublisher.DepthSuffix, StreamNames.Depth);
        bool[] expected = [true, true, false, false, true];
        for (var i = 0; i < expected.Length; i++)
        {
            await cluster.Publish(log, i, i);
            await cluster.Applied(log, i);
            var book = (await cluster.Symbol("A").GetView()).Book!;
            Assert.Equal((i, expected[i]), (i, book.IsInSync));
            Assert.Equal(expected[i], book.Reason is null);
        }
    }

    private static byte[] Update(string exchange, string symbol, long first, long last) => RandomMarket.Bytes(new DepthMessage(
        exchange, symbol,
        new DepthEvent(EventKind.DepthUpdate, Flat.At(0), Flat.At(0), first, last, 0, [new("100.5", $"{first}")], [], null)).WriteTo);

    private static byte[] Snapshot(long id, string exchange = "binance") => RandomMarket.Bytes(new DepthMessage(
        exchange, "A",
        new DepthEvent(EventKind.DepthSnapshot, Flat.At(0), Flat.At(0), 0, id, 0, [new("100.5", "7")], [new("101.5", "1")], null)).WriteTo);
}

using System.Text;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains.Tests.Cluster;

namespace TradeBooks.Grains.Tests.Trading;

/// <summary>What a broker brings besides the bars, each once and in order.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task Feed_BatchesAgainAndOverlapping_AreAppliedOnce()
    {
        var (bars, portfolio) = (RandomBars.Make(11, 150, symbols: 3), PortfolioCase.Random("p", 4));
        await using var cluster = await TradingCluster.Start(2, bars.Keys, [portfolio]);
        await Task.WhenAll(bars.Select((pair, i) => Feed(SymbolLog.Of(pair.Key, pair.Value), new Random(i))));
        Assert.True(await Right.Check(cluster, portfolio, bars) > 10);
        foreach (var (symbol, made) in bars)
        {
            var view = await cluster.Symbol(symbol).GetView();
            // By their offsets they are known before anybody reads them.
            Assert.Equal((made.Count, 0, 0), (view.Bars, view.Duplicates, view.Revisions));
        }

        async Task Feed(SymbolLog log, Random random)
        {
            for (var sent = -1; sent < log.Last;)
            {
                var first = Math.Max(0, sent + 1 - random.Next(15));
                var last = Math.Min(log.Last, sent + random.Next(12));
                if (last < first)
                    continue;
                await cluster.Publish(log, first, last);
                sent = Math.Max(sent, last);
            }

            await cluster.Applied(log, log.Last);
        }
    }

    [Fact]
    public async Task Feed_ABarLacksWhatAStrategyNeeds_IsPutAsideAndTheRestGoesOn()
    {
        string[] symbols = ["A"];
        await using var cluster = await TradingCluster.Start(
            1, symbols, [PortfolioCase.Named("p", "lss", "surge_source=volume"), Flat.Holding("q", 3)]);
        var log = new SymbolLog("A", [.. Enumerable.Range(0, 40).Select(i => Volume(i, i == 20 ? null : 100 + i)), SymbolLog.End]);
        await cluster.Feed(log, new Random(1));
        var letter = Assert.Single(cluster.DeadLetters.Letters);
        Assert.Equal((20, Encoding.UTF8.GetString(Volume(20, null))), (letter.Offset, letter.Value));
        Assert.Contains("needs a volume in every bar", letter.Reason, StringComparison.Ordinal);
        var view = await cluster.Symbol("A").GetView();
        Assert.Equal((39, 1, true), (view.Bars, view.DeadLetters, view.IsEnded));
        Assert.Equal(39, (await cluster.Portfolio("p").GetView()).Events);
        Assert.Equal(39, (await cluster.Portfolio("q").GetView()).Events);

        static byte[] Volume(int minute, decimal? volume)
        {
            var buffer = new byte[BarMessage.MaxLength];
            return buffer[..BarMessage.Write(buffer, Bar.Create(Flat.At(minute), 10, 11, 9, 10, volume: volume))];
        }
    }

    [Fact]
    public async Task Feed_RepeatedRevisedAndBadRecords_ChangeNothingAndAreCounted()
    {
        var (bars, portfolio) = (RandomBars.Make(12, 150, symbols: 2), PortfolioCase.Random("p", 5));
        await using var cluster = await TradingCluster.Start(2, bars.Keys, [portfolio]);
        var counts = new Dictionary<string, (long Repeated, long Revised, long Bad)>();
        await Task.WhenAll(bars.Select((pair, i) => cluster.Feed(Disturbed(pair.Key, pair.Value, new Random(i)), new Random(i + 50))).ToList());
        Assert.True(await Right.Check(cluster, portfolio, bars) > 10);
        foreach (var (symbol, made) in bars)
        {
            var view = await cluster.Symbol(symbol).GetView();
            Assert.True(counts[symbol] is { Repeated: > 5, Revised: > 5, Bad: > 5 }, $"{counts[symbol]}");
            Assert.Equal((made.Count, counts[symbol]), (view.Bars, (view.Duplicates, view.Revisions, view.DeadLetters)));
            var letters = cluster.DeadLetters.Letters.Where(letter => letter.Symbol == symbol).ToList();
            Assert.Equal(counts[symbol].Bad, letters.DistinctBy(letter => letter.Offset).Count());
            Assert.All(letters, letter => Assert.Equal("{\"open\":", letter.Value));
            Assert.All(letters, letter => Assert.NotEmpty(letter.Reason));
        }

        SymbolLog Disturbed(string symbol, List<TestBar> made, Random random)
        {
            var (values, count) = (new List<byte[]>(), (Repeated: 0L, Revised: 0L, Bad: 0L));
            for (var i = 0; i < made.Count; i++)
            {
                values.Add(SymbolLog.Record(made[i]));
                switch (random.Next(8))
                {
                    case 0:
                        values.Add(SymbolLog.Record(made[random.Next(i + 1)]));
                        count.Repeated++;
                        break;
                    case 1:
                        values.Add(SymbolLog.Record(made[i] with { High = made[i].High + 1 }));
                        count.Revised++;
                        break;
                    case 2:
                        values.Add(Encoding.UTF8.GetBytes("{\"open\":"));
                        count.Bad++;
                        break;
                }
            }

            values.Add(SymbolLog.End);
            counts.Add(symbol, count);
            return new SymbolLog(symbol, values);
        }
    }

    [Fact]
    public async Task Feed_MoreAfterTheEndOfTheData_GoesOn()
    {
        var bars = new Dictionary<string, List<TestBar>>
        {
            ["A"] = [.. Flat.Bars(0, 10), .. Flat.Bars(40, 10)],
            ["B"] = [.. Flat.Bars(0, 30), .. Flat.Bars(60, 10)],
        };
        var portfolio = Flat.Holding("p", 3);
        await using var cluster = await TradingCluster.Start(1, bars.Keys, [portfolio]);
        var (a, b) = (WithTwoEnds("A", 10), WithTwoEnds("B", 30));
        await Task.WhenAll(cluster.Publish(a, 0, 10), cluster.Publish(b, 0, 30));
        await Task.WhenAll(cluster.Applied(a, 10), cluster.Applied(b, 30));
        Assert.True((await cluster.Symbol("A").GetView()).IsEnded);
        await cluster.Publish(a, 11, 14);
        await cluster.Applied(a, 14);
        Assert.False((await cluster.Symbol("A").GetView()).IsEnded);
        await cluster.Publish(a, 15, a.Last);
        await cluster.Applied(a, a.Last);
        Assert.True((await cluster.Symbol("A").GetView()).IsEnded);
        await cluster.Publish(b, 31, b.Last);
        await cluster.Applied(b, b.Last);
        Assert.True(await Right.Check(cluster, portfolio, bars) > 10);

        SymbolLog WithTwoEnds(string symbol, int first) => new(
            symbol,
            [.. bars[symbol].Take(first).Select(SymbolLog.Record), SymbolLog.End, .. bars[symbol].Skip(first).Select(SymbolLog.Record), SymbolLog.End]);
    }

    [Fact]
    public async Task Feed_SymbolThatNobodyTrades_IsPassedOver()
    {
        var bars = new Dictionary<string, List<TestBar>> { ["A"] = [.. Flat.Bars(0, 20)] };
        var portfolio = Flat.Holding("p", 3);
        await using var cluster = await TradingCluster.Start(1, bars.Keys, [portfolio]);
        await cluster.Publish(SymbolLog.Of("NOBODY", Flat.Bars(0, 5)), 0, 5);
        await cluster.Feed(bars, 1);
        Assert.True(await Right.Check(cluster, portfolio, bars) > 5);
        Assert.Equal(0, (await cluster.Symbol("NOBODY").GetView()).Bars);
        await Assert.ThrowsAsync<DeskNotFoundException>(() => cluster.Symbol("NOBODY").ClosePositions("p"));
    }

    [Fact]
    public async Task GetView_UnknownPortfolio_SaysSo()
    {
        await using var cluster = await TradingCluster.Start(1, ["A"], [Flat.Holding("p", 3)]);
        var error = await Assert.ThrowsAsync<DeskNotFoundException>(() => cluster.Portfolio("none").GetView());
        Assert.Contains("'none'", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DeskNotFoundException>(() => cluster.Portfolio("none").Halt());
        await Assert.ThrowsAsync<DeskNotFoundException>(() => cluster.Symbol("A").ClosePositions("none"));
    }
}

using System.Diagnostics;
using System.Globalization;
using TradeBooks.Domain.Market;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Tests.Kafka;
using TradeBooks.Tests.Markets;

namespace TradeBooks.EndToEnd.Tests.Exchanges;

/// <summary>Bars that <c>ingest</c> makes of live trades, with a connection that is lost.</summary>
public sealed class LiveBarsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Ingest_WithBars_SendsThoseThatWereSeenWhole()
    {
        using var cluster = MockCluster.Start();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["binance-config.json"], """{"x0usdt":1}""");
        await using var market = LocalExchange.Start(MarketFormat.BinanceSpot, ["X0USDT"], seed: 6);
        using var program = RunningProgram.Start(
            [
                "ingest", "--exchange", "binance-spot", "--symbols", "x0usdt", "--brokers", cluster.Address, "--bars", "1s",
                "--stream-address", market.Stream.ToString(), "--rest-address", market.Rest.ToString(),
            ],
            folder.Root);
        Until(program, () => Count(cluster, "topic_x0usdt") >= 3, "three bars");
        market.Disconnect();
        var before = Count(cluster, "topic_x0usdt");
        Until(program, () => market.Connections >= 1 && Count(cluster, "topic_x0usdt") >= before + 3, "bars of the next connection");
        program.Signal("INT");
        program.WaitForExit().ShouldExit(130);

        // The same trades, with a bar for every interval, whether it was seen whole or not.
        var built = new Dictionary<EventTime, Bar>();
        var builder = new TradeBarBuilder(TimeSpan.FromSeconds(1));
        foreach (var record in TopicReader.ReadAll(cluster.Client, "binance-trades"))
        {
            Assert.Null(TradeMessage.TryRead(record.Message.Value, out var message));
            if (builder.Add(message!.Trade, out var bar))
                built.Add(bar.Time, bar);
        }

        var reader = new BarMessageReader();
        var sent = new List<Bar>();
        foreach (var record in TopicReader.ReadAll(cluster.Client, "topic_x0usdt"))
        {
            Assert.Null(reader.TryRead(record.Message.Value, EventTime.MinValue, out var bar));
            sent.Add(bar);
        }

        Assert.Equal(sent.Select(bar => bar.Time).Distinct().Order(), sent.Select(bar => bar.Time));
        Assert.All(sent, bar => Assert.Equal(Text(built[bar.Time]), Text(bar)));

        // That in which it began, and that in which the connection was lost and made again.
        Assert.DoesNotContain(built.Keys.Min(), sent.Select(bar => bar.Time));
        Assert.True(built.Count - sent.Count >= 2, $"{sent.Count} bars of {built.Count} intervals");
    }

    private static int Count(MockCluster cluster, string topic) => TopicReader.ReadAll(cluster.Client, topic).Count;

    private static string Text(Bar bar) => string.Create(CultureInfo.InvariantCulture, $"{bar} {bar.Volume}");

    private static void Until(RunningProgram program, Func<bool> condition, string what)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); Thread.Yield())
        {
            Assert.True(watch.Elapsed < Patience, $"{what} have not come\n{program.ErrorSoFar}");
            Assert.False(program.HasExited, program.ErrorSoFar);
        }
    }
}

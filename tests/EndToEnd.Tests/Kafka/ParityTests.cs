using System.Globalization;
using System.Text.Json;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>
/// A backtest of files and trading the same bars from Kafka give the same trade log, byte for byte, however the records
/// lie in topics and whenever they come.
/// </summary>
public sealed class ParityTests(SharedBroker shared) : IClassFixture<SharedBroker>
{
    [Theory]
    [InlineData("sample")]
    [InlineData("stocks")]
    public void Trade_TopicPerSymbol_TradesAsTheBacktest(string name)
    {
        using var folder = new TemporaryFolder();
        var (data, trader, producer) = Prepare(folder, name, "each-{symbol}");
        using (producer)
        {
            producer.Send(data.InTimeOrder);
            producer.SendEnds(data.Symbols);
            producer.Flush();
        }

        trader.RunUntilEnd().ShouldHaveReadEachOnce();

        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("stocks")]
    public void Trade_TopicsOfDifferentLag_TradesAsTheBacktest(string name)
    {
        using var folder = new TemporaryFolder();
        var (data, trader, producer) = Prepare(folder, name, "lag-{symbol}", "--set", "save_seconds=0.05");
        var first = data.Symbols.Take(data.Symbols.Count / 2).ToList();
        var last = data.Symbols.Except(first).ToList();
        using (producer)
        {
            // All of some, and of the others no more than makes their topics.
            foreach (var symbol in first)
            {
                producer.Send(data.Bars[symbol]);
                producer.SendEnd(symbol);
            }

            foreach (var symbol in last)
                producer.Send(data.Bars[symbol][0]);
            producer.Flush();
            using var program = trader.Start("--until-end");
            Until.Seen(program, () => first.All(symbol => trader.Saved is { } saved
                && saved.Of(producer.TopicOf(symbol), 0, "readTo") == data.Bars[symbol].Count + 1), "the topics that are complete were read");

            // Then one symbol after the other.
            foreach (var symbol in last)
            {
                Assert.Equal(data.Bars[symbol][0].Time.ToString(), trader.Saved!.Time);
                producer.Send(data.Bars[symbol].Skip(1));
                producer.SendEnd(symbol);
                producer.Flush();
            }

            program.WaitForExit().ShouldExit(0);
        }

        trader.Saved!.ShouldHaveReadEachOnce();
        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("stocks")]
    public void Trade_RecordsComeInStep_TradesEachSlotAsItComes(string name)
    {
        const int Steps = 8;
        using var folder = new TemporaryFolder();
        var (data, trader, producer) = Prepare(folder, name, "step-{symbol}", "--set", "save_seconds=0.05");
        using (producer)
        {
            var slots = data.InTimeOrder.GroupBy(bar => bar.Time).ToList();
            producer.Send(slots[0]);
            producer.Flush();
            using var program = trader.Start("--until-end");
            foreach (var step in slots.Skip(1).Chunk(slots.Count / Steps))
            {
                producer.Send(step.SelectMany(slot => slot));
                producer.Flush();
                // Everything that all symbols have come up to is traded before more comes.
                var complete = step.Last(slot => slot.Count() == data.Symbols.Count).Key.ToString();
                Until.Seen(
                    program, () => string.CompareOrdinal(trader.Saved?.Time ?? "", complete) >= 0, $"{complete} was traded");
            }

            producer.SendEnds(data.Symbols);
            producer.Flush();
            program.WaitForExit().ShouldExit(0);
        }

        trader.Saved!.ShouldHaveReadEachOnce();
        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Theory]
    [InlineData("sample", true)]
    [InlineData("sample", false)]
    [InlineData("stocks", true)]
    [InlineData("stocks", false)]
    public void Trade_OneTopicOfManyPartitions_TradesAsTheBacktest(string name, bool hasMap)
    {
        const int Partitions = 12;
        using var folder = new TemporaryFolder();
        var topic = TestBroker.NewName("bars");
        shared.Broker.CreateTopics((topic, Partitions));
        var data = MarketData.Named(name);
        var places = data.Symbols.Select((symbol, i) => (symbol, Partition: i * 5 % Partitions)).ToDictionary();
        // In the map alone, to be left aside.
        File.WriteAllText(folder["map.json"], JsonSerializer.Serialize(places.Append(new("OTHER", 3)).ToDictionary()));
        using (var producer = new RecordProducer(shared.Side, topic))
        {
            foreach (var bar in data.InTimeOrder)
                producer.Send(bar, hasMap ? places[bar.Symbol] : null);
            foreach (var symbol in data.Symbols)
                producer.SendEnd(symbol, hasMap ? places[symbol] : null);
            producer.Flush();
        }

        var trader = new Trader(shared.Side, folder["out"], topic, data.Symbols, hasMap ? ["--partition-map", folder["map.json"]] : []);
        var saved = trader.RunUntilEnd();

        saved.ShouldHaveReadEachOnce();
        Assert.Equal(hasMap ? data.Symbols.Count : Partitions, saved.Partitions.Count);
        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("stocks")]
    public void Trade_OnePartitionSymbolAfterSymbol_TradesAsTheBacktest(string name)
    {
        using var folder = new TemporaryFolder();
        var (data, trader, producer) = Prepare(folder, name, "all");
        using (producer)
        {
            foreach (var symbol in data.Symbols.Reverse())
            {
                producer.Send(data.Bars[symbol]);
                producer.SendEnd(symbol);
            }

            producer.Flush();
        }

        trader.RunUntilEnd().ShouldHaveReadEachOnce();

        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Theory]
    [InlineData("sample", true)]
    [InlineData("sample", false)]
    [InlineData("stocks", true)]
    [InlineData("stocks", false)]
    public void Trade_TwoProducersOverlap_TradesAsTheBacktestAndCountsRepeats(string name, bool areInterleaved)
    {
        using var folder = new TemporaryFolder();
        var (data, trader, producer) = Prepare(folder, name, "twice-{symbol}");
        using (producer)
        {
            // The second producer is some bars behind the first, or comes after it.
            var bars = data.InTimeOrder.ToList();
            var lag = areInterleaved ? 1000 : bars.Count;
            for (var i = 0; i < bars.Count + lag; i++)
            {
                if (i < bars.Count)
                    producer.Send(bars[i]);
                if (i == bars.Count - 1)
                    producer.SendEnds(data.Symbols);
                if (i >= lag)
                    producer.Send(bars[i - lag]);
            }

            producer.SendEnds(data.Symbols);
            producer.Flush();
        }

        var saved = trader.RunUntilEnd();

        saved.ShouldHaveCounted(deadLetters: 0, duplicates: data.InTimeOrder.Count(), lost: 0);
        trader.Results.ShouldTradeAs(data.Backtest(folder["backtest"]));
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("stocks")]
    public void Trade_FinishedRunFindsMore_ResumedTradesAsOneBacktest(string name)
    {
        using var folder = new TemporaryFolder();
        var (data, trader, producer) = Prepare(folder, name, "more-{symbol}");
        var days = data.InTimeOrder.Select(bar => bar.Time.ToString()[..10]).Distinct().Order(StringComparer.Ordinal).ToList();
        using (producer)
        {
            for (var i = 0; i < 2; i++)
            {
                producer.Send(data.InTimeOrder.Where(bar => bar.Time.ToString().StartsWith(days[i], StringComparison.Ordinal)));
                producer.SendEnds(data.Symbols);
                producer.Flush();
                trader.RunUntilEnd("--resume").ShouldHaveReadEachOnce();
                var until = days[i];
                var same = data.Days(folder.Folder($"days{i}"), day => string.CompareOrdinal(day, until) <= 0);
                trader.Results.ShouldTradeAs(same.Backtest(folder[$"backtest{i}"]));
            }

            // Nothing more: the results stay as they are.
            var before = trader.Results.TradeLog;
            trader.RunUntilEnd("--resume").ShouldHaveReadEachOnce();
            Assert.Equal(before, trader.Results.TradeLog);
        }
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("stocks")]
    public void Trade_TwoStrategiesAndSettings_TradesAsTheBacktest(string name)
    {
        using var folder = new TemporaryFolder();
        string[] settings =
        [
            "--strategy", "lss,trend=macd-trend", "--set", "trend.sizing=target", "--set", "trend.risk_per_trade=0.3",
            "--set", "trend.threshold=0.0002", "--set", "fees=per-share", "--set", "slippage_bps=1", "--set", "cash=250000",
        ];
        var (data, trader, producer) = Prepare(folder, name, "two-{symbol}", settings);
        using (producer)
        {
            producer.Send(data.InTimeOrder);
            producer.SendEnds(data.Symbols);
            producer.Flush();
        }

        trader.RunUntilEnd().ShouldHaveReadEachOnce();

        var expected = data.Backtest(folder["backtest"], settings);
        trader.Results.ShouldTradeAs(expected);
        var symbols = expected.State().GetProperty("symbols");
        Assert.All(new[] { "lss", "trend" }, strategy => Assert.True(
            symbols.EnumerateObject().Any(symbol =>
                symbol.Value.GetProperty("strategies").GetProperty(strategy).GetProperty("realizedPnl").GetDecimal() != 0),
            $"{strategy} has not traded: {symbols}"));
    }

    private (MarketData Data, Trader Trader, RecordProducer Producer) Prepare(
        TemporaryFolder folder, string name, string template, params string[] more)
    {
        var data = MarketData.Named(name);
        template = string.Create(CultureInfo.InvariantCulture, $"{TestBroker.NewName("t")}-{template}");
        return (data, new Trader(shared.Side, folder["out"], template, data.Symbols, more), new RecordProducer(shared.Side, template));
    }
}

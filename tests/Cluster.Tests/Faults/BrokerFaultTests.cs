using System.Text;
using Confluent.Kafka;
using TradeBooks.Cluster.Tests.Running;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.Cluster.Tests.Faults;

/// <summary>The broker dies, records come twice, or can't be read, and the trade log is the backtest's all the same.</summary>
public sealed class BrokerFaultTests
{
    [Fact]
    public async Task Cluster_BrokerKilled_WritesTheBacktestsLog()
    {
        using var broker = KafkaBroker.Start();
        await using var scenario = await StartAsync(broker);
        using var producer = scenario.Produce("every:0.02");
        await scenario.UntilFillsAsync(scenario.ExpectedFills / 3);
        broker.Kill();
        broker.Restart();
        await producer.ShouldSucceedAsync();
        await scenario.ShouldEndLikeTheBacktestAsync();
    }

    [Fact]
    public async Task Cluster_PartitionsRecordsTwiceAndOnePoisonInEachTopic_WritesTheBacktestsLogAndDeadLetters()
    {
        using var broker = KafkaBroker.Start();
        await using var scenario = await StartAsync(broker);
        using var producer = scenario.Produce("every:0.02");
        await scenario.UntilFillsAsync(scenario.ExpectedFills / 3);
        var again = TopicReader.ReadAll(broker.Client, Topic(scenario.Symbols[0]));
        Assert.True(again.Count > 50, $"{again.Count} records");
        using (var client = new ProducerBuilder<byte[], byte[]>(broker.Client).SetLogHandler((_, _) => { }).Build())
        {
            foreach (var record in again)
                Send(client, record.Topic, record.Message.Key, record.Message.Value);
            foreach (var symbol in scenario.Symbols)
                Send(client, Topic(symbol), Encoding.UTF8.GetBytes(symbol), "{\"datetime\":\"soon\"}"u8.ToArray());
            Assert.Equal(0, client.Flush(TimeSpan.FromSeconds(30)));
        }

        await producer.ShouldSucceedAsync();
        await scenario.ShouldEndLikeTheBacktestAsync();
        Assert.Equal(again.Count, await scenario.SymbolFigureAsync(scenario.Symbols[0], "duplicates"));
        foreach (var symbol in scenario.Symbols)
        {
            Assert.Equal(1, await scenario.SymbolFigureAsync(symbol, "deadLetters"));
            var letter = Assert.Single(TopicReader.ReadAll(broker.Client, Topic(symbol) + ".dead-letter"));
            var text = Encoding.UTF8.GetString(letter.Message.Value);
            Assert.Contains("datetime", text, StringComparison.Ordinal);
        }
    }

    private static void Send(IProducer<byte[], byte[]> client, string topic, byte[] key, byte[] value) =>
        client.Produce(topic, new Message<byte[], byte[]> { Key = key, Value = value });

    private static string Topic(string symbol) => $"topic_{symbol.ToLowerInvariant()}";

    private static Task<Scenario> StartAsync(KafkaBroker broker)
    {
        string[] topics =
        [
            .. Directory.EnumerateFiles(Scenario.Sample, "*.csv").Select(file => Topic(Path.GetFileNameWithoutExtension(file))),
        ];
        broker.CreateTopics([.. topics.Select(topic => (topic, 1)), .. topics.Select(topic => ($"{topic}.dead-letter", 1))]);
        return Scenario.StartAsync(Scenario.Sample, 2, Scenario.Busy, brokers: broker.Address, options: Scenario.OldBroker);
    }
}

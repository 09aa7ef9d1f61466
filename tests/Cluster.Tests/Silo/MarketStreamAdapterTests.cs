using System.Text;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Silo.Feeding;
using TradeBooks.Streaming.Kafka;

namespace TradeBooks.Cluster.Tests.Silo;

/// <summary>Topics as streams of symbols.</summary>
public sealed class MarketStreamAdapterTests
{
    private static readonly MarketStreamAdapter PerSymbol = new(TopicTemplate.Default, ["AAPL", "MSFT"]);

    [Fact]
    public void GetStreamId_SymbolOfItsTopic_IsItsStream()
    {
        var stream = PerSymbol.GetStreamId("topic_aapl", 0, "AAPL"u8.ToArray());
        Assert.Equal((StreamNames.Bars, "AAPL"), (stream.GetNamespace(), stream.GetKeyAsString()));
    }

    [Theory]
    [InlineData("topic_aapl", "MSFT", "key 'MSFT' is not the symbol of the topic")]
    [InlineData("topic_aapl", "aapl", "key 'aapl' is not the symbol of the topic")]
    [InlineData("topic_aapl", "", "the key, which is the symbol, is missing")]
    [InlineData("topic_aapl", null, "the key, which is the symbol, is missing")]
    public void GetStreamId_KeyThatDoesNotBelong_IsAFaultOfTheRecord(string topic, string? key, string says)
    {
        var e = Assert.Throws<ArgumentException>(() => PerSymbol.GetStreamId(topic, 0, key is null ? null : Encoding.UTF8.GetBytes(key)));
        Assert.StartsWith(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetStreamId_OneTopicForAll_LeavesOthersSymbolsOut()
    {
        var shared = new MarketStreamAdapter(TopicTemplate.Parse("bars"), ["AAPL"]);
        Assert.Equal(StreamNames.Bars, shared.GetStreamId("bars", 2, "AAPL"u8.ToArray()).GetNamespace());
        Assert.NotEqual(StreamNames.Bars, shared.GetStreamId("bars", 2, "TSLA"u8.ToArray()).GetNamespace());
    }

    [Theory]
    [InlineData("binance-orderbook", StreamNames.Depth)]
    [InlineData("binance-trades", StreamNames.Trades)]
    [InlineData("topic_btcusdt", StreamNames.Bars)]
    public void GetStreamId_TopicsOfAnExchange_HaveTheirNamespaces(string topic, string expected)
    {
        var adapter = new MarketStreamAdapter(TopicTemplate.Default, ["btcusdt"], Markets.Topics(("btcusdt", 0)));
        var stream = adapter.GetStreamId(topic, 0, "btcusdt"u8.ToArray());
        Assert.Equal((expected, "btcusdt"), (stream.GetNamespace(), stream.GetKeyAsString()));
    }

    [Fact]
    public void GetStreamId_OthersOrWrongPartitionOfAnExchange_AreLeftOutOrFaults()
    {
        var adapter = new MarketStreamAdapter(TopicTemplate.Default, ["btcusdt"], Markets.Topics(("btcusdt", 2)));
        Assert.DoesNotContain(
            adapter.GetStreamId("binance-orderbook", 2, "ethusdt"u8.ToArray()).GetNamespace(), (string[])[StreamNames.Depth, StreamNames.Trades, StreamNames.Bars]);
        var e = Assert.Throws<ArgumentException>(() => adapter.GetStreamId("binance-orderbook", 1, "btcusdt"u8.ToArray()));
        Assert.StartsWith("symbol btcusdt is on partition 1, but in binance-config.json on partition 2", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => adapter.CreateMessages(StreamId.Create(StreamNames.Depth, "btcusdt"), new RecordBatch("", 0, [0], [0], [])));
    }

    [Fact]
    public void CreateEvent_Records_AreOneBatch()
    {
        var records = KafkaRecords.FromValues("one"u8.ToArray(), null, "three"u8.ToArray());
        var batch = Assert.IsType<RecordBatch>(PerSymbol.CreateEvent(records));
        Assert.Equal(3, batch.Count);
        Assert.Equal("one", Encoding.UTF8.GetString(batch.Value(0)));
        Assert.True(batch.Value(1).IsEmpty);
        Assert.False(batch.IsControl(1));
        Assert.Equal("three", Encoding.UTF8.GetString(batch.Value(2)));
    }

    [Fact]
    public void CreateMessages_Batch_IsRecordsOfTheSymbolsTopic()
    {
        var batch = new RecordBatch("", 0, [0, 1], [3, 3], "one"u8.ToArray(), [1]);
        var messages = PerSymbol.CreateMessages(StreamId.Create(StreamNames.Bars, "AAPL"), batch).ToList();
        Assert.All(messages, message => Assert.Equal("topic_aapl", message.Topic));
        Assert.Equal("one", Encoding.UTF8.GetString(messages[0].Value!));
        Assert.Null(messages[0].Headers);
        var header = Assert.Single(messages[1].Headers!);
        Assert.Equal((EndOfData.HeaderName, EndOfData.HeaderValue), (header.Name, Encoding.UTF8.GetString(header.Value!)));
    }
}

using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Domain.Settings;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Producing;

public sealed class MarketPublisherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("binance-spot")]
    [InlineData("binance-usdm")]
    public void OnDepth_SnapshotIsDue_LateReaderGetsTheBookAndEarlyOnesKeepIt(string name)
    {
        var exchange = Exchange.Find(name)!;
        using var cluster = MockCluster.Start();
        var map = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}{PartitionMap.FileSuffix}");
        new PartitionMap(map, [new("xyz", 1), new("other", 0)]).Write(map);
        try
        {
            var options = KafkaOptions.Read(new SettingsReader(new Dictionary<string, string>()), cluster.Address, exchange.Id, map);
            using (var publisher = MarketPublisher.Open(
                exchange, ["xyz"], options, TimeSpan.Zero, new BrokerNotices(_ => { }, TimeProvider.System), TimeProvider.System,
                TestContext.Current.CancellationToken))
            {
                var books = new ExchangeBooks(exchange, publisher.OnApplied);
                var pair = new SinkPair(books, publisher);
                pair.OnDepth("xyz", Depth(EventKind.DepthUpdate, 90, 101, 80));
                pair.OnDepth("xyz", Depth(EventKind.DepthSnapshot, 0, 100, 0));
                for (var id = 102L; id < 108; id += 2)
                    pair.OnDepth("xyz", Depth(EventKind.DepthUpdate, id, id + 1, id - 1));
                pair.OnTrade("xyz", new Trade(new EventTime(5), new Decimal64(1, 0), new Decimal64(2, 0), Side.Buy, 3), new EventTime(6));
                Assert.True(publisher.Flush(Patience));
            }

            var records = TopicReader.ReadAll(cluster.Client, exchange.Id + "-orderbook");
            Assert.All(records, record => Assert.Equal(1, record.Partition.Value));
            var events = records.Select(record =>
            {
                Assert.Null(DepthMessage.TryRead(record.Message.Value, out var message));
                Assert.Equal((exchange.Id, "xyz"), (message!.Exchange, message.Symbol));
                return message.Depth;
            }).ToList();
            Assert.Equal(2 + 3 * 3, events.Count);

            // From each place on up to the last snapshot but one, that behind the first update apart, which nothing bridges.
            foreach (var start in new[] { 0, 2, 3, 4, 5, 6 })
            {
                var book = new SyncedBook(new LadderOrderBook(), exchange.CreateSequencer());
                foreach (var depth in events.Skip(start))
                    book.Apply(depth);
                Assert.True(book.IsInSync, $"from {start}: {book.Reason}");
                Assert.Equal(107, book.LastUpdateId);
                Assert.Equal(0, book.Counters.Resyncs);
            }

            Assert.Null(TradeMessage.TryRead(Assert.Single(TopicReader.ReadAll(cluster.Client, exchange.Id + "-trades")).Message.Value, out var trade));
            Assert.Equal(3, trade!.Trade.TradeId);
        }
        finally
        {
            File.Delete(map);
        }
    }

    private static DepthBuffer Depth(EventKind kind, long first, long last, long previous)
    {
        var depth = new DepthBuffer
        {
            Header = new DepthHeader(kind, new EventTime(last), new EventTime(last + 1), first, last, previous, null),
        };
        depth.AddBid(new DepthLevel("10.0", "1"));
        depth.AddAsk(new DepthLevel("11.0", FormattableString.Invariant($"{last}")));
        return depth;
    }
}

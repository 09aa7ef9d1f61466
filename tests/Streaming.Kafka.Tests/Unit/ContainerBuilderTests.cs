using System.Text;
using Confluent.Kafka;
using FsCheck;
using FsCheck.Fluent;

namespace TradeBooks.Streaming.Kafka.Tests.Unit;

public sealed class ContainerBuilderTests
{
    private static readonly TopicPartition Partition = new("topic", 3);

    [Fact]
    public void Take_RecordsOfOneKey_AreOneEvent()
    {
        var builder = Create(new KafkaStreamOptions());
        Add(builder, 10, "k", "one");
        Add(builder, 11, "k", "");
        Add(builder, 15, "k", null);
        builder.Take(out var containers, out var refused);

        Assert.Empty(refused);
        var container = Assert.Single(containers);
        Assert.Equal(StreamId.Create("topic", "k"), container.StreamId);
        Assert.Equal(10, container.SequenceToken.SequenceNumber);
        var (records, token) = Assert.Single(container.GetEvents<KafkaRecords>());
        Assert.Equal(container.SequenceToken, token);
        Assert.Equal(("topic", 3, "k", 3, 10, 15), (records.Topic, records.Partition, Encoding.UTF8.GetString(records.Key!), records.Count, records.FirstOffset, records.LastOffset));
        Assert.Equal("one", Encoding.UTF8.GetString(records[0].Value));
        Assert.False(records[1].IsTombstone);
        Assert.True(records[1].Value.IsEmpty);
        Assert.True(records[2].IsTombstone);
        Assert.Null(records.GetValue(2));
        Assert.Equal(0, records.GetValue(1)!.Value.Length);
        Assert.Equal(1234, records[2].UnixTimeMilliseconds);
        Assert.Empty(container.GetEvents<string>());
    }

    [Fact]
    public void Take_OneRecord_IsOneEvent()
    {
        var builder = Create(new KafkaStreamOptions());
        Add(builder, 1, "k", "v");
        builder.Take(out var containers, out _);
        Assert.Single(containers);
        builder.Take(out containers, out _);
        Assert.Empty(containers);
    }

    [Fact]
    public void Take_InterleavedKeys_KeepTheirOrderAndComeByFirstOffset()
    {
        var builder = Create(new KafkaStreamOptions { MaxRecordsPerEvent = 2 });
        Add(builder, 1, "b", "1");
        Add(builder, 2, "a", "2");
        Add(builder, 3, "a", "3");
        Add(builder, 4, "a", "4");
        Add(builder, 5, "b", "5");
        builder.Take(out var containers, out _);
        Assert.Equal([(1, 5), (2, 3), (4, 4)], containers.Select(container => (container.Records.FirstOffset, container.Records.LastOffset)));
    }

    [Fact]
    public void Take_ValuesBeyondTheLimitOfBytes_AreSplitAndAHugeOneStandsAlone()
    {
        var builder = Create(new KafkaStreamOptions { MaxBytesPerEvent = 10 });
        Add(builder, 1, "k", "12345");
        Add(builder, 2, "k", "12345");
        Add(builder, 3, "k", "1");
        Add(builder, 4, "k", new string('x', 1000));
        Add(builder, 5, "k", "1");
        builder.Take(out var containers, out _);
        Assert.Equal([2, 1, 1, 1], containers.Select(container => container.Records.Count));
    }

    [Fact]
    public void Take_NoKeyOrAnEmptyOne_IsTheStreamOfThePartition()
    {
        var builder = Create(new KafkaStreamOptions());
        builder.Add(1, -1, true, default, false, "v"u8, null);
        Add(builder, 2, "", "v");
        builder.Take(out var containers, out _);
        Assert.Equal([StreamId.Create("topic", "partition-3"), StreamId.Create("topic", "partition-3")], containers.Select(container => container.StreamId));
        Assert.Null(containers[0].Records.Key);
        Assert.Equal([], containers[1].Records.Key!);
    }

    [Fact]
    public void Take_AdapterThrows_RefusesTheRecordsAndSaysWhy()
    {
        var builder = Create(new KafkaStreamOptions(), new ThrowingAdapter());
        Add(builder, 1, "key", "v");
        Add(builder, 2, "event", "v");
        builder.Take(out var containers, out var refused);
        Assert.Empty(containers);
        Assert.Equal([(1L, "bad key"), (2L, "bad event")], refused.Select(records => (records.Records.FirstOffset, records.Reason)));
    }

    [Fact]
    public void Headers_OfSomeRecords_StayWithThem()
    {
        var builder = Create(new KafkaStreamOptions());
        for (var i = 0; i < 10; i++)
            builder.Add(i, -1, false, "k"u8, false, "v"u8, i == 7 ? [new KafkaHeader("name", [1, 2])] : null);
        builder.Take(out var containers, out _);
        var records = Assert.Single(containers).Records;
        Assert.Equal("name", Assert.Single(records[7].Headers).Name);
        Assert.Equal([7], Enumerable.Range(0, 10).Where(i => records[i].Headers.Count > 0));

        Add(builder, 20, "k", "v");
        builder.Take(out containers, out _);
        Assert.Empty(Assert.Single(containers).Records[0].Headers);
    }

    [Fact]
    public void Add_BuffersThatAreUsedAgain_AllocatesNothing()
    {
        var builder = Create(new KafkaStreamOptions());
        var value = new byte[50];
        var offset = 0L;
        // Two rounds, so that the buffers have their size.
        Run();
        builder.Take(out _, out _);
        Run();
        builder.Take(out _, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        // A collection that another test's thread causes counts the rest of this thread's allocation buffer.
        Assert.True(allocated <= 8192, $"500 records took {allocated} bytes");

        void Run()
        {
            for (var i = 0; i < 500; i++)
                builder.Add(offset++, -1, false, i % 2 == 0 ? "one"u8 : "two"u8, false, value, null);
        }
    }

    /// <summary>Whatever keys, values and limits: nothing is lost, doubled, mixed up or out of its key's order, and limits hold.</summary>
    [Fact]
    public void Take_AnyRecords_HoldsEachOnceInTheOrderOfItsKey()
    {
        var records = Gen.Choose(0, 5).Zip(Gen.Choose(-1, 40)).ListOf().ListOf();
        var property = Prop.ForAll(Arb.From(records), Arb.From(Gen.Choose(1, 6)), Arb.From(Gen.Choose(1, 60)), (reads, mostRecords, mostBytes) =>
        {
            var builder = Create(new KafkaStreamOptions { MaxRecordsPerEvent = mostRecords, MaxBytesPerEvent = mostBytes });
            var expected = new Dictionary<string, List<(long, int)>>();
            var got = new Dictionary<string, List<(long, int)>>();
            var offset = 0L;
            foreach (var read in reads)
            {
                foreach (var (key, length) in read)
                {
                    offset++;
                    Add(builder, offset, $"k{key}", length < 0 ? null : new string((char)('a' + key), length));
                    List(expected, $"k{key}").Add((offset, length));
                }

                builder.Take(out var containers, out _);
                Assert.Equal(containers.OrderBy(container => container.Records.FirstOffset), containers);
                foreach (var container in containers)
                {
                    var own = container.Records;
                    Assert.True(own.Count <= mostRecords && (own.Count == 1 || own.Values.Length <= mostBytes));
                    for (var i = 0; i < own.Count; i++)
                        List(got, container.StreamId.GetKeyAsString()).Add((own[i].Offset, own[i].IsTombstone ? -1 : own[i].Value.Length));
                }
            }

            Assert.Equal(expected, got);
            return true;
        });
        property.QuickCheckThrowOnFailure();
    }

    private static List<(long Offset, int Length)> List(Dictionary<string, List<(long Offset, int Length)>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
            lists.Add(key, list = []);
        return list;
    }

    private static ContainerBuilder Create(KafkaStreamOptions options, IKafkaDataAdapter? adapter = null) =>
        new(Partition, options, adapter ?? new KafkaDataAdapter(), null);

    private static void Add(ContainerBuilder builder, long offset, string key, string? value) => builder.Add(
        offset, 1234, false, Encoding.UTF8.GetBytes(key), value is null, Encoding.UTF8.GetBytes(value ?? ""), null);

    private sealed class ThrowingAdapter : IKafkaDataAdapter
    {
        public StreamId GetStreamId(string topic, int partition, byte[]? key) =>
            key.AsSpan().SequenceEqual("key"u8) ? throw new InvalidOperationException("bad key") : StreamId.Create(topic, "s");

        public object CreateEvent(KafkaRecords records) => throw new InvalidOperationException("bad event");

        public IEnumerable<KafkaMessage> CreateMessages(StreamId streamId, object item) => [];
    }
}

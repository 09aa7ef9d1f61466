using System.Text;
using Confluent.Kafka;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka.Tests.Unit;

/// <summary>The hooks by which Orleans tells what is delivered, as its pulling agent calls them.</summary>
public sealed class KafkaQueueCacheTests : IDisposable
{
    private static readonly StreamId A = StreamId.Create("topic", "a");
    private static readonly StreamId B = StreamId.Create("topic", "b");
    private readonly PartitionSession _session = new(new TopicPartition("topic", 0), new KafkaStreamOptions());
    private readonly KafkaQueueCache _cache = new(new ContainerMerger(new KafkaStreamOptions { MaxRecordsPerEvent = 1 }, new KafkaDataAdapter()));
    private readonly KafkaQueueCache _gathering = new(new ContainerMerger(
        new KafkaStreamOptions { MaxRecordsPerEvent = 3, MaxBytesPerEvent = 8 }, new KafkaDataAdapter()));
    private long _next;

    public KafkaQueueCacheTests() => _session.Begin(0, Offset.Unset);

    public void Dispose() => _session.Dispose();

    private long Delivered => _session.Health.Delivered;

    [Fact]
    public void MoveNext_AfterADelivery_CompletesIt()
    {
        Read("a", "a", "b");
        var cursor = _cache.GetCacheCursor(A, Token(0));
        using var other = _cache.GetCacheCursor(B, Token(2));
        Assert.True(cursor.MoveNext());
        Assert.Equal(0, cursor.GetCurrent(out _).SequenceToken.SequenceNumber);
        Assert.Equal(0, Delivered);
        Assert.True(cursor.MoveNext());
        Assert.Equal(1, cursor.GetCurrent(out _).SequenceToken.SequenceNumber);
        Assert.Equal(1, Delivered);
        Assert.False(cursor.MoveNext());
        Assert.Equal(2, Delivered);
        Assert.True(other.MoveNext());
        Assert.False(other.MoveNext());
        Assert.Equal(3, Delivered);
    }

    [Fact]
    public void MoveNext_AtTheEndThenMore_GoesOn()
    {
        Read("a");
        var cursor = _cache.GetCacheCursor(A, Token(0));
        Assert.True(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Read("a");
        cursor.Refresh(Token(1));
        Assert.True(cursor.MoveNext());
        Assert.Equal(1, cursor.GetCurrent(out _).SequenceToken.SequenceNumber);
    }

    [Fact]
    public void MoveNext_OneOfTwoConsumers_CompletesOnlyWhatBothHave()
    {
        Read("a", "a");
        var quick = _cache.GetCacheCursor(A, Token(0));
        var slow = _cache.GetCacheCursor(A, Token(0));
        Assert.True(quick.MoveNext());
        Assert.True(quick.MoveNext());
        Assert.False(quick.MoveNext());
        Assert.True(slow.MoveNext());
        Assert.Equal(0, Delivered);
        Assert.True(slow.MoveNext());
        Assert.Equal(1, Delivered);
        slow.Dispose();
        Assert.Equal(2, Delivered);
    }

    [Fact]
    public void Dispose_PinBeforeAConsumer_KeepsForTheConsumer()
    {
        Read("a");
        var pin = _cache.GetCacheCursor(A, Token(0));
        var consumer = _cache.GetCacheCursor(A, Token(0));
        pin.Dispose();
        pin.Dispose();
        _cache.GetMaxAddCount();
        Assert.Equal(0, Delivered);
        Assert.True(consumer.MoveNext());
    }

    [Fact]
    public void GetMaxAddCount_StreamWithoutCursor_CompletesIt()
    {
        Read("a", "b");
        var pin = _cache.GetCacheCursor(A, Token(0));
        pin.Dispose();
        Assert.Equal(0, Delivered);
        _cache.GetMaxAddCount();
        Assert.Equal(2, Delivered);
        Assert.Equal(0, _cache.StreamCount);
    }

    [Fact]
    public void Dispose_WithoutAFurtherRead_CompletesNothing()
    {
        Read("a");
        var cursor = _cache.GetCacheCursor(A, Token(0));
        cursor.MoveNext();
        cursor.Dispose();
        // A shutdown: Orleans does not read again.
        Assert.Equal(0, Delivered);
        Assert.False(cursor.MoveNext());
        Assert.Equal(0, Delivered);
    }

    [Fact]
    public void GetCacheCursor_TokenOlderThanHeld_StartsAtTheOldest()
    {
        Read("a", "a", "a");
        var first = _cache.GetCacheCursor(A, Token(0));
        first.MoveNext();
        first.MoveNext();
        var second = _cache.GetCacheCursor(A, Token(0));
        Assert.True(second.MoveNext());
        Assert.Equal(1, second.GetCurrent(out _).SequenceToken.SequenceNumber);
        var third = _cache.GetCacheCursor(A, Token(2));
        Assert.True(third.MoveNext());
        Assert.Equal(2, third.GetCurrent(out _).SequenceToken.SequenceNumber);
    }

    [Fact]
    public void Find_HeldAndNot_TellsThemApart()
    {
        Read("a", "b");
        Assert.Equal(1, _cache.Find(B, Token(1))!.Records.FirstOffset);
        Assert.Null(_cache.Find(A, Token(1)));
        Assert.Null(_cache.Find(StreamId.Create("topic", "c"), Token(0)));
    }

    [Fact]
    public void WaitForSignOfLife_UntilTheNextRead_Waits()
    {
        var sign = _cache.WaitForSignOfLife();
        Assert.False(sign.IsCompleted);
        _cache.GetMaxAddCount();
        Assert.True(sign.IsCompleted);
    }

    [Fact]
    public void Complete_AfterClose_ChangesNothing()
    {
        Read("a", "a");
        var cursor = _cache.GetCacheCursor(A, Token(0));
        cursor.MoveNext();
        _session.Close();
        cursor.MoveNext();
        Assert.Equal(0, Delivered);
    }

    [Fact]
    public void MoveNext_ManyDeliveries_KeepsNoneOfThem()
    {
        var cursor = _cache.GetCacheCursor(A, null);
        for (var i = 0; i < 1000; i++)
        {
            Read("a", "a", "a");
            while (cursor.MoveNext())
                Assert.NotNull(cursor.GetCurrent(out _));
            Assert.Equal(_next, Delivered);
            Assert.Equal(1, _cache.StreamCount);
        }

        cursor.Dispose();
        Assert.Equal(0, _cache.StreamCount);
    }

    [Fact]
    public void MoveNext_SeveralWaiting_GivesThemAsOneUpToTheLimit()
    {
        var cursor = _gathering.GetCacheCursor(A, Token(0));
        ReadInto(_gathering, "a", "a", "b", "a", "a");
        Assert.True(cursor.MoveNext());
        Assert.Equal([0L, 1, 3], Offsets(cursor));
        Assert.Equal(0, cursor.GetCurrent(out _).SequenceToken.SequenceNumber);
        Assert.Equal(3, ((KafkaRecords)cursor.GetCurrent(out _).GetEvents<KafkaRecords>().Single().Item1).Count);
        ReadInto(_gathering, "a");
        Assert.True(cursor.MoveNext());
        // What stands between belongs to another stream, which nobody has yet.
        Assert.Equal(2, Delivered);
        Assert.Equal([4L, 5], Offsets(cursor));
        Assert.False(cursor.MoveNext());
        _gathering.GetCacheCursor(B, Token(2)).Dispose();
        _gathering.GetMaxAddCount();
        Assert.Equal(6, Delivered);
    }

    [Fact]
    public void MoveNext_SeveralWaiting_KeepsToTheBytesOfAnEvent()
    {
        var cursor = _gathering.GetCacheCursor(A, Token(0));
        ReadInto(_gathering, "a", "a");
        Append(_gathering, "a", "123456789");
        ReadInto(_gathering, "a");
        Assert.True(cursor.MoveNext());
        Assert.Equal([0L, 1], Offsets(cursor));
        Assert.True(cursor.MoveNext());
        Assert.Equal([2L], Offsets(cursor));
        Assert.True(cursor.MoveNext());
        Assert.Equal([3L], Offsets(cursor));
    }

    [Fact]
    public void MoveNext_TwoConsumers_GathersNothing()
    {
        ReadInto(_gathering, "a", "a");
        var quick = _gathering.GetCacheCursor(A, Token(0));
        var slow = _gathering.GetCacheCursor(A, Token(0));
        Assert.True(quick.MoveNext());
        Assert.Equal([0L], Offsets(quick));
        Assert.True(slow.MoveNext());
        Assert.True(quick.MoveNext());
        Assert.Equal([1L], Offsets(quick));
        slow.Dispose();
        Assert.Equal(1, Delivered);
    }

    [Fact]
    public void MoveNext_OtherKeyOfTheStream_StandsAlone()
    {
        var cursor = _gathering.GetCacheCursor(A, Token(0));
        Append(_gathering, "a", "v", "first");
        Append(_gathering, "a", "v", "second");
        Append(_gathering, "a", "v", "second");
        Assert.True(cursor.MoveNext());
        Assert.Equal([0L], Offsets(cursor));
        Assert.True(cursor.MoveNext());
        Assert.Equal([1L, 2], Offsets(cursor));
        Assert.Equal("second"u8.ToArray(), ((KafkaBatchContainer)cursor.GetCurrent(out _)).Records.Key);
    }

    [Fact]
    public void MoveNext_LogThatBeganAnew_KeepsItsRecordsApart()
    {
        var cursor = _gathering.GetCacheCursor(A, Token(0));
        _session.Restart(_next = 500);
        ReadInto(_gathering, "a", "a");
        _session.Restart(_next = 0);
        ReadInto(_gathering, "a", "a");
        Assert.True(cursor.MoveNext());
        Assert.Equal([500L, 501], Offsets(cursor));
        Assert.True(cursor.MoveNext());
        Assert.Equal([0L, 1], Offsets(cursor));
    }

    [Fact]
    public void MoveNext_AdapterAgainstTheWhole_GivesTheParts()
    {
        var cache = new KafkaQueueCache(new ContainerMerger(new KafkaStreamOptions(), new SingleRecordAdapter()));
        var cursor = cache.GetCacheCursor(A, Token(0));
        ReadInto(cache, "a", "a");
        Assert.True(cursor.MoveNext());
        Assert.Equal([0L], Offsets(cursor));
        Assert.True(cursor.MoveNext());
        Assert.Equal(1, Delivered);
    }

    [Fact]
    public void Find_GatheredContainer_HasTheRecordsOfAllParts()
    {
        var cursor = _gathering.GetCacheCursor(A, Token(0));
        ReadInto(_gathering, "a", "a");
        cursor.MoveNext();
        var found = _gathering.Find(A, cursor.GetCurrent(out _).SequenceToken)!;
        Assert.Equal((0L, 1L, 2), (found.Records.FirstOffset, found.Records.LastOffset, found.Records.Count));
        Assert.Equal("vv"u8.ToArray(), found.Records.Values.ToArray());
        Assert.Equal("v"u8.ToArray(), found.Records.GetValue(1)!.Value.ToArray());
        // Whoever takes over starts with the same event, and nothing of it is lost.
        using var next = _gathering.GetCacheCursor(A, Token(0));
        cursor.Dispose();
        Assert.True(next.MoveNext());
        Assert.Equal([0L, 1], Offsets(next));
        Assert.Equal(0, Delivered);
        Assert.False(next.MoveNext());
        Assert.Equal(2, Delivered);
    }

    private static long[] Offsets(IQueueCacheCursor cursor)
    {
        var records = ((KafkaBatchContainer)cursor.GetCurrent(out _)).Records;
        return [.. Enumerable.Range(0, records.Count).Select(i => records[i].Offset)];
    }

    private static EventSequenceTokenV2 Token(long offset) => new(offset);

    private void Read(params IReadOnlyList<string> keys) => ReadInto(_cache, keys);

    private void ReadInto(KafkaQueueCache cache, params IReadOnlyList<string> streams)
    {
        foreach (var stream in streams)
            Append(cache, stream, "v");
    }

    private void Append(KafkaQueueCache cache, string stream, string value, string? key = null)
    {
        var builder = new RecordsBuilder();
        builder.Add(_next++, -1, false, Encoding.UTF8.GetBytes(value), null);
        var records = builder.Build("topic", 0, key is null ? null : Encoding.UTF8.GetBytes(key));
        var container = new KafkaBatchContainer(StreamId.Create("topic", stream), records, records, _session);
        _session.Append([container], [], _next);
        cache.AddToCache([container]);
    }

    private sealed class SingleRecordAdapter : IKafkaDataAdapter
    {
        public StreamId GetStreamId(string topic, int partition, byte[]? key) => StreamId.Create(Encoding.UTF8.GetBytes(topic), key ?? []);

        public object CreateEvent(KafkaRecords records) =>
            records.Count == 1 ? records : throw new ArgumentException("one at a time");

        public IEnumerable<KafkaMessage> CreateMessages(StreamId streamId, object item) => throw new NotSupportedException();
    }
}

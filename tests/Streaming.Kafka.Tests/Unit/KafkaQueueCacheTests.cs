using Confluent.Kafka;
using Orleans.Providers.Streams.Common;

namespace TradeBooks.Streaming.Kafka.Tests.Unit;

/// <summary>The hooks by which Orleans tells what is delivered, as its pulling agent calls them.</summary>
public sealed class KafkaQueueCacheTests : IDisposable
{
    private static readonly StreamId A = StreamId.Create("topic", "a");
    private static readonly StreamId B = StreamId.Create("topic", "b");
    private readonly PartitionSession _session = new(new TopicPartition("topic", 0), new KafkaStreamOptions());
    private readonly KafkaQueueCache _cache = new();
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

    private static EventSequenceTokenV2 Token(long offset) => new(offset);

    private void Read(params IReadOnlyList<string> keys)
    {
        var containers = keys.Select(key =>
        {
            var builder = new RecordsBuilder();
            builder.Add(_next++, -1, false, "v"u8, null);
            var records = builder.Build("topic", 0, null);
            return new KafkaBatchContainer(StreamId.Create("topic", key), records, records, _session);
        }).ToList();
        _session.Append(containers, [], _next);
        _cache.AddToCache([.. containers]);
    }
}

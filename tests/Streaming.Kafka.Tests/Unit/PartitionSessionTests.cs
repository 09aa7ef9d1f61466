using Confluent.Kafka;

namespace TradeBooks.Streaming.Kafka.Tests.Unit;

public sealed class PartitionSessionTests
{
    private readonly KafkaStreamOptions _options = new() { MaxPendingBytes = 100, MaxPendingEvents = 10 };

    [Fact]
    public async Task TakeAsync_NothingComes_IsEmptyAfterTheWait()
    {
        using var session = Create();
        Assert.Empty(await session.TakeAsync(10, TimeSpan.FromMilliseconds(5)));
    }

    [Fact]
    public async Task TakeAsync_RecordsComeWhileItWaits_HasThem()
    {
        using var session = Create();
        var taking = session.TakeAsync(10, TimeSpan.FromMinutes(1));
        Assert.False(taking.IsCompleted);
        Append(session, 0, 1);
        Assert.Single(await taking);
    }

    [Fact]
    public async Task TakeAsync_MoreThanAskedFor_LeavesTheRest()
    {
        using var session = Create();
        Append(session, 0, 1);
        Append(session, 1, 1);
        Append(session, 2, 1);
        Assert.Equal(2, (await session.TakeAsync(2, TimeSpan.Zero)).Count);
        Assert.Equal(2, Assert.Single(await session.TakeAsync(2, TimeSpan.Zero)).Records.FirstOffset);
    }

    [Fact]
    public async Task TakeAsync_AfterAFailure_ThrowsAndSaysWhy()
    {
        using var session = Create();
        var taking = session.TakeAsync(10, TimeSpan.FromMinutes(1));
        session.Fail("more partitions");
        Assert.Equal("more partitions", (await Assert.ThrowsAsync<InvalidOperationException>(() => taking)).Message);
        Assert.Equal("more partitions", session.Health.LastError);
        Assert.Equal(KafkaStreamState.Failed, session.Health.State);
    }

    [Fact]
    public void IsFull_UntilHalfIsDelivered_HasNoRoom()
    {
        using var session = Create();
        var first = Append(session, 0, 60);
        Assert.False(session.IsFull);
        var second = Append(session, 1, 40);
        Assert.True(session.IsFull);
        session.Complete(second);
        Assert.True(session.IsFull);
        Assert.False(session.HasRoom);
        session.Complete(first);
        Assert.False(session.IsFull);
        Assert.True(session.HasRoom);
    }

    [Fact]
    public void IsFull_ManySmallEvents_CountsThem()
    {
        using var session = Create();
        for (var i = 0; i < 10; i++)
        {
            Assert.False(session.IsFull);
            Append(session, i, 0);
        }

        Assert.True(session.IsFull);
    }

    [Fact]
    public void TryGetCommit_NothingNewIsDelivered_IsFalse()
    {
        using var session = new PartitionSession(new TopicPartition("topic", 0), _options);
        Assert.False(session.TryGetCommit(out _));
        session.Begin(5, 5);
        Assert.False(session.TryGetCommit(out _));
        var container = Append(session, 5, 1);
        Assert.False(session.TryGetCommit(out _));
        session.Complete(container);
        Assert.True(session.TryGetCommit(out var offset));
        Assert.Equal(6, offset);
        session.Committed(6);
        Assert.False(session.TryGetCommit(out _));
    }

    [Fact]
    public void Append_RefusedAmongOthers_ArePendingInTheirPlaces()
    {
        using var session = Create();
        var containers = new[] { Container(session, 0, 1), Container(session, 3, 1) };
        var places = session.Append(containers, [new RefusedRecords(Records(1, 1), ""), new RefusedRecords(Records(4, 1), "")], 5);
        session.Complete(containers[0]);
        Assert.Equal(1, session.Health.Delivered);
        session.Complete(containers[1]);
        Assert.Equal(1, session.Health.Delivered);
        session.Complete(places[0]);
        Assert.Equal(4, session.Health.Delivered);
        session.Complete(places[1]);
        Assert.Equal(5, session.Health.Delivered);
    }

    [Fact]
    public void Health_KnownHigh_TellsTheLags()
    {
        using var session = Create();
        Assert.Equal(-1, session.Health.Lag);
        session.SetHigh(10);
        Append(session, 0, 1);
        Assert.Equal(new KafkaPartitionHealth("topic", 0, KafkaStreamState.Reading, null, 1, 0, -1, 9, 10), session.Health);
    }

    private PartitionSession Create()
    {
        var session = new PartitionSession(new TopicPartition("topic", 0), _options);
        session.Begin(0, Offset.Unset);
        return session;
    }

    private static KafkaBatchContainer Append(PartitionSession session, long offset, int bytes)
    {
        var container = Container(session, offset, bytes);
        session.Append([container], [], offset + 1);
        return container;
    }

    private static KafkaBatchContainer Container(PartitionSession session, long offset, int bytes)
    {
        var records = Records(offset, bytes);
        return new KafkaBatchContainer(StreamId.Create("topic", "key"), records, records, session);
    }

    private static KafkaRecords Records(long offset, int bytes)
    {
        var builder = new RecordsBuilder();
        builder.Add(offset, -1, false, new byte[bytes], null);
        return builder.Build("topic", 0, null);
    }
}

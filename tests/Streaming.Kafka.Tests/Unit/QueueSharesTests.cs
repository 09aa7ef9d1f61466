using System.Net;
using Confluent.Kafka;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka.Tests.Unit;

public sealed class QueueSharesTests
{
    [Fact]
    public void Of_AnyNumbers_SharesEachQueueOutOnceAndEvenly()
    {
        var property = Prop.ForAll(Arb.From(Gen.Choose(1, 12)), Arb.From(Gen.Choose(1, 60)), (silos, queues) =>
        {
            var addresses = Silos(silos);
            var all = Queues(queues);
            var shares = addresses.Select(silo => QueueShares.Of(silo, addresses, all)).ToList();
            Assert.Equal(all.ToHashSet(), shares.SelectMany(share => share).ToHashSet());
            Assert.Equal(queues, shares.Sum(share => share.Count));
            Assert.True(shares.Max(share => share.Count) - shares.Min(share => share.Count) <= 1);
            Assert.All(addresses, silo => Assert.Equal(QueueShares.Of(silo, addresses, all), QueueShares.Of(silo, [.. Enumerable.Reverse(addresses)], all)));
        });
        property.QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Of_SiloIsGone_MovesFewOfTheOthersQueues()
    {
        var silos = Silos(4);
        var queues = Queues(64);
        var stay = silos[1..].Sum(silo => QueueShares.Of(silo, silos, queues).Intersect(QueueShares.Of(silo, silos[1..], queues)).Count());
        Assert.True(stay >= 36, $"{stay} of the 48 queues of the silos that are left stay where they were");
    }

    [Fact]
    public void Of_SiloThatIsNotActive_IsNone() => Assert.Empty(QueueShares.Of(Silos(3)[2], Silos(2), Queues(5)));

    private static SiloAddress[] Silos(int count) =>
        [.. Enumerable.Range(0, count).Select(i => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_111 + i), 1000 + i))];

    private static List<QueueId> Queues(int count) =>
        [.. new KafkaQueueMapper([.. Enumerable.Range(0, count).Select(i => new TopicPartition("t", i))]).GetAllQueues()];
}

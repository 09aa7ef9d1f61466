using TradeBooks.Domain.Engine;

namespace TradeBooks.Domain.Tests.Engine;

public sealed class SharedQueuesTests
{
    /// <summary>Against queues that each have their own memory.</summary>
    [Fact]
    public void AnyOperation_RandomQueues_DoesAsPlainQueuesDo()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var plain = Enumerable.Range(0, random.Next(1, 12)).Select(_ => new Queue<string>()).ToList();
            var shared = new SharedQueues<string>(plain.Count);
            for (var i = 0; i < 2_000; i++)
            {
                var queue = random.Next(plain.Count);
                // Now they grow, now they run dry.
                var fills = i / 200 % 2 == 0;
                if (random.Next(100) == 0)
                {
                    plain[queue].Clear();
                    shared.Clear(queue);
                }
                else if (random.Next(4) == 0 == fills && plain[queue].Count > 0)
                {
                    Assert.Equal(plain[queue].Dequeue(), shared.Dequeue(queue));
                }
                else if (random.Next(4) > 0 == fills)
                {
                    plain[queue].Enqueue($"{i}");
                    shared.Enqueue(queue, $"{i}");
                }

                Assert.Equal(plain.Sum(one => one.Count), shared.Total);
                for (var one = 0; one < plain.Count; one++)
                {
                    Assert.Equal(plain[one].Count, shared.Count(one));
                    if (plain[one].TryPeek(out var head))
                        Assert.Equal(head, shared.Peek(one));
                }
            }

            for (var one = 0; one < plain.Count; one++)
            {
                while (plain[one].TryDequeue(out var item))
                    Assert.Equal(item, shared.Dequeue(one));
                Assert.Throws<InvalidOperationException>(() => shared.Dequeue(one));
            }
        }
    }

    [Fact]
    public void Enqueue_OneQueueAfterTheOther_TakesTheMemoryOfOne()
    {
        const int Queues = 1_000;
        const int Items = 300;
        var shared = new SharedQueues<long>(Queues);
        for (var queue = 0; queue < Queues; queue++)
        {
            for (var i = 0; i < Items; i++)
                shared.Enqueue(queue, i);
            // One of them is never dry meanwhile.
            for (var i = queue == 0 ? 1 : 0; i < Items; i++)
                shared.Dequeue(queue);
        }

        Assert.Equal(1, shared.Total);
        Assert.InRange(shared.Capacity, Items, 2 * Items);
    }

    [Fact]
    public void Dequeue_TheLastOfVeryMany_GivesTheMemoryBack()
    {
        var shared = new SharedQueues<long>(2);
        for (var i = 0; i < 100_000; i++)
            shared.Enqueue(i % 2, i);
        Assert.InRange(shared.Capacity, 100_000, 200_000);
        shared.Clear(0);
        Assert.InRange(shared.Capacity, 100_000, 200_000);
        shared.Clear(1);
        Assert.InRange(shared.Capacity, 0, 16_384);
    }
}

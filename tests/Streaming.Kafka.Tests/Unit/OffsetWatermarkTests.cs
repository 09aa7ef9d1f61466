using FsCheck;
using FsCheck.Fluent;

namespace TradeBooks.Streaming.Kafka.Tests.Unit;

public sealed class OffsetWatermarkTests
{
    [Fact]
    public void Delivered_NothingRead_IsTheStart() => Assert.Equal(7, new OffsetWatermark(7).Delivered);

    [Fact]
    public void Complete_FirstOfTwo_MovesToTheSecond()
    {
        var watermark = new OffsetWatermark(0);
        var first = watermark.Add(0, 1);
        watermark.Add(10, 1);
        watermark.Advance(20);
        first.Complete();
        Assert.Equal(10, watermark.Delivered);
    }

    [Fact]
    public void Complete_SecondOfTwo_DoesNotMove()
    {
        var watermark = new OffsetWatermark(3);
        var first = watermark.Add(5, 1);
        var second = watermark.Add(6, 1);
        watermark.Advance(9);
        second.Complete();
        Assert.Equal(5, watermark.Delivered);
        first.Complete();
        Assert.Equal(9, watermark.Delivered);
    }

    [Fact]
    public void Complete_Twice_IsNoFault()
    {
        var watermark = new OffsetWatermark(0);
        var only = watermark.Add(0, 1);
        watermark.Advance(1);
        only.Complete();
        only.Complete();
        Assert.Equal(1, watermark.Delivered);
    }

    [Fact]
    public void Complete_BeforeAnInterleavedGroupIsAdded_DoesNotPassIt()
    {
        var watermark = new OffsetWatermark(0);
        // Offsets 0 and 2.
        watermark.Add(0, 1).Complete();
        Assert.Equal(0, watermark.Delivered);
        var other = watermark.Add(1, 1);
        watermark.Advance(3);
        Assert.Equal(1, watermark.Delivered);
        other.Complete();
        Assert.Equal(3, watermark.Delivered);
    }

    [Fact]
    public void Add_BeforePositionOrALaterGroup_Throws()
    {
        var watermark = new OffsetWatermark(5);
        Assert.Throws<ArgumentOutOfRangeException>(() => watermark.Add(4, 1));
        watermark.Add(6, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => watermark.Add(6, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => watermark.Advance(6));
        watermark.Advance(7);
        Assert.Throws<ArgumentOutOfRangeException>(() => watermark.Advance(6));
    }

    [Fact]
    public void PendingBytes_FirstOfThreeIsPending_CountsTheDeliveredBehindIt()
    {
        var watermark = new OffsetWatermark(0);
        var first = watermark.Add(0, 100);
        watermark.Add(1, 20).Complete();
        var last = watermark.Add(2, 3);
        watermark.Advance(3);
        Assert.Equal((123, 3), (watermark.PendingBytes, watermark.PendingCount));
        first.Complete();
        Assert.Equal((3, 1), (watermark.PendingBytes, watermark.PendingCount));
        last.Complete();
        Assert.Equal((0, 0), (watermark.PendingBytes, watermark.PendingCount));
    }

    /// <summary>
    /// Records with gaps in their offsets belong to keys; those of one key in one read are a group. Groups finish in any
    /// order, between and after reads. Whatever is committed, no record before it is undelivered, it never goes back, and
    /// in the end it is the offset behind the last.
    /// </summary>
    [Fact]
    public void Delivered_AnyReadsGapsAndOrderOfDelivery_IsNeverBeyondAnUndeliveredRecord()
    {
        var reads = Gen.Choose(1, 4).SelectMany(keys => Gen.Choose(0, keys - 1).Zip(Gen.Choose(1, 5)).ListOf().ListOf());
        var property = Prop.ForAll(Arb.From(reads), Arb.From(Gen.Choose(0, int.MaxValue)), (script, seed) =>
        {
            var random = new Random(seed);
            var watermark = new OffsetWatermark(0);
            var undelivered = new SortedSet<long>();
            var pending = new List<(OffsetWatermark.Pending Place, List<long> Offsets)>();
            var next = 0L;
            var committed = 0L;
            foreach (var read in script)
            {
                var records = read.Select(record => (Key: record.Item1, Offset: next += record.Item2)).ToList();
                undelivered.UnionWith(records.Select(record => record.Offset));
                foreach (var group in records.GroupBy(record => record.Key).OrderBy(group => group.First().Offset))
                {
                    pending.Add((watermark.Add(group.First().Offset, 1), [.. group.Select(record => record.Offset)]));
                    if (random.Next(2) == 0)
                        DeliverOne();
                }

                watermark.Advance(records.Count == 0 ? watermark.Position : next + 1);
                Check();
                while (random.Next(3) > 0 && pending.Count > 0)
                    DeliverOne();
            }

            while (pending.Count > 0)
                DeliverOne();
            Assert.Equal(watermark.Position, watermark.Delivered);
            return true;

            void DeliverOne()
            {
                var index = random.Next(pending.Count);
                undelivered.ExceptWith(pending[index].Offsets);
                pending[index].Place.Complete();
                pending.RemoveAt(index);
                Check();
            }

            void Check()
            {
                Assert.True(watermark.Delivered >= committed, "the watermark went back");
                committed = watermark.Delivered;
                Assert.True(undelivered.Count == 0 || undelivered.Min >= committed, $"{undelivered.FirstOrDefault()} is not delivered, and {committed} would be committed");
            }
        });
        property.QuickCheckThrowOnFailure();
    }
}

using FsCheck;
using FsCheck.Fluent;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Reading;

/// <summary>A partition's place for a restart, and what a symbol makes of the bars that are read.</summary>
public sealed class KafkaPartitionTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(4000);

    private static Arbitrary<(int Log, (int Kind, int Size)[] Steps)> Runs => Arb.From(
        from log in Gen.Choose(0, int.MaxValue)
        from count in Gen.Choose(5, 80)
        from steps in Gen.Zip(Gen.Choose(0, 9), Gen.Choose(1, 12)).ArrayOf(count)
        select (log, steps));

    [Fact]
    public void FirstUnprocessed_AnyKills_EveryRecordIsProcessedOnceAndInOrder()
    {
        var (restarts, late, open) = (0, 0, 0);
        Check.One(Many, Prop.ForAll(Runs, run =>
        {
            var model = new PartitionModel(LogRecord.Make(run.Log, ["A", "B", "C"], 40));
            foreach (var (kind, size) in run.Steps)
            {
                switch (kind)
                {
                    case 0:
                        model.Append(size * 3);
                        break;
                    case < 3:
                        model.Read(size);
                        break;
                    case < 6:
                        model.Trade(size);
                        break;
                    case 6:
                        model.Deliver(size);
                        break;
                    case < 9:
                        open += model.OpenLetters > 0 ? 1 : 0;
                        model.Save();
                        break;
                    default:
                        model.Restart();
                        break;
                }
            }

            model.Finish();
            (restarts, late) = (restarts + model.Restarts, late + model.TooLate);
        }));
        Assert.True(restarts > 3000 && late > 40 && open > 1000, $"{restarts} restarts, {late} bars too late, {open} saves with letters on their way");
    }

    [Fact]
    public void Take_Bars_SaysWhatBecomesOfThem()
    {
        var feed = Feed();
        Assert.Equal(BarOutcome.Accepted, Take(feed, 1, 0));
        Assert.Equal(BarOutcome.Accepted, Take(feed, 3, 1));
        Assert.Equal(BarOutcome.Duplicate, Take(feed, 3, 2));
        Assert.Equal(BarOutcome.Duplicate, Take(feed, 1, 3));
        Assert.Equal(BarOutcome.Revision, Take(feed, 1, 4, price: 11));
        Assert.Equal(BarOutcome.Duplicate, Take(feed, 2, 5, price: 11));
        Assert.Equal(TestBars.At(3), feed.LastTime);
        Assert.Equal([0, 1], Serve(feed));
        Assert.Equal(-1, feed.NextBatch().Count);
    }

    [Fact]
    public void NextBatch_EndOfData_IsToldWhenThePartitionIsReadThrough()
    {
        var feed = Feed(startEnd: 3);
        feed.Partition!.Next = 2;
        Take(feed, 1, 0);
        feed.TakeEnd(1);
        Assert.Equal([0], Serve(feed));
        Assert.Equal(-1, feed.NextBatch().Count);
        Assert.Equal(1, feed.FirstUnprocessed(TestBars.At(1)));

        feed.Partition.Next = 3;
        Assert.Equal(0, feed.NextBatch().Count);
        Assert.True(feed.HasEnded);
        Assert.Equal(long.MaxValue, feed.FirstUnprocessed(TestBars.At(1)));
    }

    [Fact]
    public void Take_AfterTheEnd_ComesBackOnlyWhereTradingHasNotBeen()
    {
        var feed = Feed();
        Take(feed, 1, 0);
        feed.TakeEnd(1);
        Serve(feed);
        Assert.Equal(0, feed.NextBatch().Count);
        Assert.Equal(BarOutcome.TooLate, Take(feed, 5, 2, passed: 5));
        Assert.True(feed.HasEnded);
        Assert.Equal(BarOutcome.Accepted, Take(feed, 6, 3, passed: 5));
        Assert.False(feed.HasEnded);
        Assert.Equal([3], Serve(feed));
        Assert.Equal(-1, feed.NextBatch().Count);
    }

    /// <summary>The end may be known from the state only, or be read a second time.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Take_AfterARestoredEnd_ComesBackOnlyWhereTradingHasNotBeen(bool endIsReadAgain)
    {
        var feed = Feed();
        feed.Restore(0, TestBars.At(1), hasEnded: true);
        if (endIsReadAgain)
            feed.TakeEnd(1);
        Assert.Equal(BarOutcome.Reread, Take(feed, 1, 0, passed: 5));
        Assert.Equal(BarOutcome.TooLate, Take(feed, 5, 2, passed: 5));
        Assert.Equal(BarOutcome.Accepted, Take(feed, 6, 3, passed: 5));
    }

    /// <summary>A topic was made anew: offsets begin at 0 again, and those of before say nothing any more.</summary>
    [Fact]
    public void ForgetOffsets_StoppedBeforeAndAfterTheFirstNewBar_GoesOnInTheNewLog()
    {
        var feed = Feed();
        feed.Restore(90, TestBars.At(9), hasEnded: false);
        feed.ForgetOffsets();
        Assert.Equal(BarOutcome.Duplicate, Take(feed, 9, 0));
        Assert.Equal(BarOutcome.Accepted, Take(feed, 10, 1));

        Assert.Equal(1, feed.FirstUnprocessed(TestBars.At(9)));
        Assert.Equal(new SourcePosition(0, -1), feed.PositionToSave(new SourcePosition(0, 90), TestBars.At(9)));
        Assert.Equal([1], Serve(feed));
        Assert.Equal(1, feed.FirstUnprocessed(TestBars.At(9)));
        Assert.Equal(new SourcePosition(0, 1), feed.PositionToSave(new SourcePosition(0, 1), TestBars.At(10)));
        Assert.Equal(long.MaxValue, feed.FirstUnprocessed(TestBars.At(10)));
    }

    [Fact]
    public void FirstUnprocessed_LetterThatHasNotArrived_HoldsThePlace()
    {
        var partition = new KafkaPartition("bars", 0) { Next = 9 };
        var letters = new long[] { 3, 5, 7 }.Select(offset => new PendingDeadLetter(
            new DeadLetter { Topic = "bars", Partition = 0, Offset = offset, Reason = "bad", Time = default })).ToList();
        letters.ForEach(partition.AddDeadLetter);

        letters[1].Arrive();
        Assert.Equal((3, 0, -1), Look());
        letters[0].Arrive();
        Assert.Equal((7, 2, 5), Look());
        letters[2].Arrive();
        Assert.Equal((9, 3, 7), Look());

        (long, long, long) Look() => (partition.FirstUnprocessed(_ => default), partition.DeadLetters, partition.LastDeadLetter);
    }

    private static KafkaFeed Feed(long startEnd = 0)
    {
        var partition = new KafkaPartition("bars", 0) { StartEnd = startEnd };
        var feed = new KafkaFeed("A", "bars") { Partition = partition };
        partition.Feeds.Add(feed);
        return feed;
    }

    private static BarOutcome Take(KafkaFeed feed, int minute, long offset, decimal price = 10, int? passed = null) => feed.Take(
        TestBars.Make(minute, price), new SourcePosition(0, offset), passed is { } time ? TestBars.At(time) : EventTime.MinValue);

    private static IEnumerable<long> Serve(KafkaFeed feed)
    {
        var batch = feed.NextBatch();
        return batch.Events[..batch.Count].Select(e => e.Position.Offset);
    }
}

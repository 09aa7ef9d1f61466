using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Books;

public sealed class SyncedBookTests
{
    private readonly List<string> _tops = [];
    private readonly SyncedBook _book;

    public SyncedBookTests() => _book = new SyncedBook(
        new LadderOrderBook(), new BinanceSpotSequencer(), book => _tops.Add($"{book.LastUpdateId}: {book.Book.BestBid}"));

    [Fact]
    public void Apply_UpdatesAroundTheSnapshot_AreAppliedInOrder()
    {
        Assert.Equal(DepthOutcome.Hold, Update(1, 10, "7").Outcome);
        Assert.Equal(DepthOutcome.Hold, Update(11, 14, "8").Outcome);
        Assert.Equal(DepthOutcome.Hold, Update(15, 20, "9").Outcome);
        Assert.Throws<BookNotInSyncException>(() => _book.Book.BestBid);
        Assert.Equal(DepthVerdict.Accept, Snapshot(12, "6"));
        Assert.Equal(["14: 1 at 8", "20: 1 at 9"], _tops);
        Assert.Equal(new BookCounters(3, 1, 2, 1, 0, 0, 0), _book.Counters);
        Assert.Equal((true, DepthReason.None, 20L, new EventTime(20)), (_book.IsInSync, _book.Reason, _book.LastUpdateId, _book.Time));
    }

    [Fact]
    public void Apply_SnapshotWithoutUpdate_DoesNotAnswerYet()
    {
        Assert.Equal(DepthVerdict.Accept, Snapshot(12, "6"));
        Assert.Equal((false, false, DepthReason.NoUpdateSinceSnapshot), (_book.IsInSync, _book.NeedsSnapshot, _book.Reason));
        Assert.Equal(
            "the book is not in sync: no update has followed on the snapshot",
            Assert.Throws<BookNotInSyncException>(() => _book.Book.Mid).Message);
        Assert.Equal(DepthVerdict.Accept, Update(13, 13, "7"));
        Assert.Equal(["13: 1 at 7"], _tops);
    }

    [Fact]
    public void Apply_Gap_ClosesTheBookUntilASnapshotReachesTheKeptUpdates()
    {
        Snapshot(10, "5");
        Update(11, 12, "6");
        Assert.Equal(DepthVerdict.Resynchronise(DepthReason.Gap), Update(14, 15, "8"));
        Assert.Equal((false, true, DepthReason.Gap, 0L), (_book.IsInSync, _book.NeedsSnapshot, _book.Reason, _book.LastUpdateId));
        Assert.Throws<BookNotInSyncException>(() => _book.Book.Count(BookSide.Bid));
        Assert.Equal(DepthOutcome.Hold, Update(16, 17, "9").Outcome);
        Assert.Equal(DepthVerdict.Accept, Snapshot(12, "7"));
        Assert.Equal((false, DepthReason.SnapshotTooOld, 2), (_book.IsInSync, _book.Reason, _book.Counters.Held));
        Assert.Equal(DepthVerdict.Accept, Snapshot(13, "7"));
        Assert.Equal(["12: 1 at 6", "15: 1 at 8", "17: 1 at 9"], _tops);
        Assert.Equal([new("9", "1"), new("8", "1"), new("7", "1")], _book.Book.Levels(BookSide.Bid));
        Assert.Equal(new BookCounters(3, 3, 3, 0, 2, 0, 0), _book.Counters);
    }

    [Fact]
    public void Apply_CrossedOrUncountable_ClosesTheBook()
    {
        Snapshot(10, "5");
        Update(11, 11, "6");
        Assert.Equal(DepthVerdict.Resynchronise(DepthReason.Crossed), Update(12, 12, "1000"));
        Assert.Throws<BookNotInSyncException>(() => _book.Book.BestBid);
        Snapshot(20, "5");
        Update(21, 21, "6");
        Assert.Equal(DepthVerdict.Resynchronise(DepthReason.BadPrice), Update(22, 22, "0.0"));
        Assert.Equal(DepthReason.BadPrice, _book.Reason);
        Assert.Equal((2L, 2L), (_book.Counters.Resyncs, _book.Counters.Dropped));
    }

    [Fact]
    public void Apply_TooManyWithoutSnapshot_DropsTheOldest()
    {
        for (var id = 1; id <= SyncedBook.MostHeld + 5; id++)
            Update(id, id, "5");
        Assert.Equal((SyncedBook.MostHeld, 5L), (_book.Counters.Held, _book.Counters.Dropped));
        Snapshot(3, "4");
        Assert.Equal(DepthReason.SnapshotTooOld, _book.Reason);
        Snapshot(7, "4");
        Assert.Equal((true, SyncedBook.MostHeld + 5L), (_book.IsInSync, _book.LastUpdateId));
    }

    [Fact]
    public void Apply_LevelsOfAReusedArray_AreCopiedWhereTheyWait()
    {
        DepthLevel[] levels = [new("7", "1")];
        _book.Apply(new DepthHeader(EventKind.DepthUpdate, default, default, 11, 11, 0, null), levels, []);
        levels[0] = new("99", "9");
        Snapshot(10, "5");
        Assert.Equal(["11: 1 at 7"], _tops);
    }

    private DepthVerdict Update(long first, long last, string bid) => _book.Apply(new DepthEvent(
        EventKind.DepthUpdate, new EventTime(last), default, first, last, 0, [new(bid, "1")], [], null));

    private DepthVerdict Snapshot(long last, string bid) => _book.Apply(new DepthEvent(
        EventKind.DepthSnapshot, new EventTime(last), default, 0, last, 0, [new(bid, "1")], [new("100", "1")], null));
}

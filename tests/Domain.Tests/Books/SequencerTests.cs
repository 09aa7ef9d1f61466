using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Books;

/// <summary>Every rule of every exchange's sequencer, by its number in the doc comment.</summary>
public sealed class SequencerTests
{
    private static readonly DepthVerdict Accept = DepthVerdict.Accept;

    [Fact]
    public void Spot_UpdatesBeforeTheSnapshot_AreHeld()
    {
        var spot = new BinanceSpotSequencer();
        Assert.Equal(DepthVerdict.Hold(DepthReason.NoSnapshot), spot.Next(Update(5, 9)));
        Assert.False(spot.IsInSync, "rule 1");
        Assert.Equal(Accept, spot.Next(Snapshot(20)));
        Assert.Equal((false, DepthReason.NoUpdateSinceSnapshot, 20L), (spot.IsInSync, spot.Reason, spot.LastUpdateId));
    }

    [Theory]
    [InlineData(10, 19, DepthOutcome.Drop, DepthReason.Stale)]
    [InlineData(10, 20, DepthOutcome.Drop, DepthReason.Stale)]
    [InlineData(10, 21, DepthOutcome.Accept, DepthReason.None)]
    [InlineData(21, 21, DepthOutcome.Accept, DepthReason.None)]
    [InlineData(21, 30, DepthOutcome.Accept, DepthReason.None)]
    [InlineData(22, 30, DepthOutcome.Resynchronise, DepthReason.SnapshotTooOld)]
    [InlineData(31, 30, DepthOutcome.Resynchronise, DepthReason.BadIds)]
    public void Spot_FirstAfterSnapshot20_IsJudgedByRules3And4(long first, long last, DepthOutcome outcome, DepthReason reason)
    {
        var spot = new BinanceSpotSequencer();
        spot.Next(Snapshot(20));
        Assert.Equal(new DepthVerdict(outcome, reason), spot.Next(Update(first, last)));
        Assert.Equal(outcome == DepthOutcome.Accept, spot.IsInSync);
    }

    [Theory]
    [InlineData(31, 31, DepthOutcome.Accept, DepthReason.None)]
    [InlineData(31, 40, DepthOutcome.Accept, DepthReason.None)]
    [InlineData(32, 40, DepthOutcome.Resynchronise, DepthReason.Gap)]
    [InlineData(30, 40, DepthOutcome.Resynchronise, DepthReason.Gap)]
    [InlineData(21, 30, DepthOutcome.Drop, DepthReason.Stale)]
    [InlineData(21, 25, DepthOutcome.Drop, DepthReason.Stale)]
    [InlineData(50, 40, DepthOutcome.Resynchronise, DepthReason.BadIds)]
    public void Spot_InSyncAt30_IsJudgedByRules5To7(long first, long last, DepthOutcome outcome, DepthReason reason)
    {
        var spot = new BinanceSpotSequencer();
        spot.Next(Snapshot(20));
        Assert.Equal(Accept, spot.Next(Update(21, 30)));
        Assert.Equal(new DepthVerdict(outcome, reason), spot.Next(Update(first, last)));
        Assert.Equal(outcome != DepthOutcome.Resynchronise, spot.IsInSync);
        if (!spot.IsInSync)
            Assert.Equal(DepthVerdict.Hold(reason), spot.Next(Update(41, 42)));
    }

    [Theory]
    [InlineData(10, 19, DepthOutcome.Drop, DepthReason.Stale)]
    [InlineData(10, 20, DepthOutcome.Accept, DepthReason.None)]
    [InlineData(20, 30, DepthOutcome.Accept, DepthReason.None)]
    [InlineData(21, 30, DepthOutcome.Resynchronise, DepthReason.SnapshotTooOld)]
    [InlineData(31, 30, DepthOutcome.Resynchronise, DepthReason.BadIds)]
    public void Futures_FirstAfterSnapshot20_IsJudgedByRules3And4(long first, long last, DepthOutcome outcome, DepthReason reason)
    {
        var futures = new BinanceFuturesSequencer();
        Assert.Equal(DepthVerdict.Hold(DepthReason.NoSnapshot), futures.Next(Update(1, 2)));
        futures.Next(Snapshot(20));
        Assert.Equal(new DepthVerdict(outcome, reason), futures.Next(Update(first, last, previous: 7)));
        Assert.Equal(outcome == DepthOutcome.Accept, futures.IsInSync);
    }

    [Theory]
    [InlineData(45, 50, 30, DepthOutcome.Accept, DepthReason.None)]
    [InlineData(31, 50, 29, DepthOutcome.Resynchronise, DepthReason.Gap)]
    [InlineData(31, 50, 0, DepthOutcome.Resynchronise, DepthReason.Gap)]
    [InlineData(20, 30, 7, DepthOutcome.Drop, DepthReason.Stale)]
    [InlineData(51, 50, 30, DepthOutcome.Resynchronise, DepthReason.BadIds)]
    public void Futures_InSyncAt30_IsJudgedByRules5To7(long first, long last, long previous, DepthOutcome outcome, DepthReason reason)
    {
        var futures = new BinanceFuturesSequencer();
        futures.Next(Snapshot(20));
        Assert.Equal(Accept, futures.Next(Update(20, 30, previous: 7)));
        Assert.Equal(new DepthVerdict(outcome, reason), futures.Next(Update(first, last, previous)));
        Assert.Equal(outcome != DepthOutcome.Resynchronise, futures.IsInSync);
    }

    [Fact]
    public void Numbered_SnapshotWhileInSync_IsTakenIfNewer()
    {
        var spot = new BinanceSpotSequencer();
        spot.Next(Snapshot(20));
        spot.Next(Update(21, 30));
        Assert.Equal(DepthVerdict.Drop(DepthReason.Stale), spot.Next(Snapshot(30)));
        Assert.True(spot.IsInSync, "an old snapshot changes nothing");
        Assert.Equal(Accept, spot.Next(Snapshot(40)));
        Assert.Equal((false, 40L), (spot.IsInSync, spot.LastUpdateId));
        Assert.Equal(Accept, spot.Next(Update(41, 41)));
        Assert.True(spot.IsInSync, "it goes on from the new snapshot");
        Assert.Equal(Accept, spot.LoseFrame());
        Assert.True(spot.IsInSync, "the next update's ids will tell");
    }

    [Fact]
    public void Kraken_Checksum_DecidesAfterEachUpdate()
    {
        // The documented example of the API: eleven levels and more of each side would change nothing.
        var kraken = new SyncedBook(new NaiveOrderBook(), new KrakenSequencer());
        Assert.Equal(DepthVerdict.Drop(DepthReason.NoSnapshot), kraken.Apply(new DepthEvent(Update(0, 0), [], [])));
        DepthLevel[] asks =
        [
            new("0.05005", "0.00000500"), new("0.05010", "0.00000500"), new("0.05015", "0.00000500"), new("0.05020", "0.00000500"),
            new("0.05025", "0.00000500"), new("0.05030", "0.00000500"), new("0.05035", "0.00000500"), new("0.05040", "0.00000500"),
            new("0.05045", "0.00000500"), new("0.05050", "0.00000500"),
        ];
        DepthLevel[] bids =
        [
            new("0.05000", "0.00000500"), new("0.04995", "0.00000500"), new("0.04990", "0.00000500"), new("0.04980", "0.00000500"),
            new("0.04975", "0.00000500"), new("0.04970", "0.00000500"), new("0.04965", "0.00000500"), new("0.04960", "0.00000500"),
            new("0.04955", "0.00000500"), new("0.04950", "0.00000500"),
        ];
        Assert.Equal(Accept, kraken.Apply(new DepthEvent(Snapshot(0), bids, asks)));
        Assert.True(kraken.IsInSync, "rule 1");
        Assert.Equal(974_947_235u, KrakenChecksum.Compute(kraken.Book));
        Assert.Equal(Accept, kraken.Apply(new DepthEvent(Update(0, 0) with { Checksum = 974_947_235 }, [new("0.04000", "1.00000000")], [])));
        Assert.Equal(
            DepthVerdict.Resynchronise(DepthReason.WrongChecksum),
            kraken.Apply(new DepthEvent(Update(0, 0) with { Checksum = 974_947_235 }, [new("0.05000", "0.00000501")], [])));
        Assert.Equal((false, DepthReason.WrongChecksum), (kraken.IsInSync, kraken.Reason));
        kraken.Apply(new DepthEvent(Snapshot(0), bids, asks));
        Assert.Equal(DepthVerdict.Resynchronise(DepthReason.NoChecksum), kraken.Apply(new DepthEvent(Update(0, 0), [], [])));
        Assert.Equal(new BookCounters(4, 2, 1, 3, 2, 2, 0), kraken.Counters);
        kraken.Apply(new DepthEvent(Snapshot(0), bids, asks));
        kraken.LoseFrame();
        Assert.Equal(DepthReason.FrameLost, kraken.Reason);
    }

    [Fact]
    public void Kraken_MoreLevelsThanSubscribed_AreCutOff()
    {
        var kraken = new SyncedBook(new LadderOrderBook(), new KrakenSequencer(2));
        kraken.Apply(new DepthEvent(Snapshot(0), [new("3", "1"), new("2", "1"), new("1", "1")], [new("4", "1"), new("5", "1"), new("6", "1")]));
        Assert.Equal([new("3", "1"), new("2", "1")], kraken.Book.Levels(BookSide.Bid));
        Assert.Equal([new("4", "1"), new("5", "1")], kraken.Book.Levels(BookSide.Ask));
    }

    [Fact]
    public void Coinbase_WhatCantBe_Resynchronises()
    {
        var coinbase = new SyncedBook(new LadderOrderBook(), new CoinbaseSequencer());
        var snapshot = new DepthEvent(Snapshot(0), [new("10", "1"), new("9", "1")], [new("11", "1")]);
        Assert.Equal(DepthVerdict.Drop(DepthReason.NoSnapshot), coinbase.Apply(new DepthEvent(Update(0, 0), [new("9", "1")], [])));
        Assert.Equal(Accept, coinbase.Apply(snapshot));
        Assert.Equal(Accept, coinbase.Apply(new DepthEvent(Update(0, 0), [new("10", "0.00")], [new("10", "2")])));
        Assert.Equal(
            DepthVerdict.Resynchronise(DepthReason.Crossed),
            coinbase.Apply(new DepthEvent(Update(0, 0), [new("10.0", "1")], [])));
        Assert.Equal(DepthVerdict.Drop(DepthReason.Crossed), coinbase.Apply(new DepthEvent(Update(0, 0), [new("9", "1")], [])));
        Assert.Equal(Accept, coinbase.Apply(snapshot));
        Assert.Equal(
            DepthVerdict.Resynchronise(DepthReason.AbsentLevel),
            coinbase.Apply(new DepthEvent(Update(0, 0), [new("8", "0")], [])));
        Assert.Equal(Accept, coinbase.Apply(snapshot));
        coinbase.LoseFrame();
        Assert.Equal((false, DepthReason.FrameLost), (coinbase.IsInSync, coinbase.Reason));
        Assert.Equal(new BookCounters(5, 3, 1, 4, 3, 0, 0), coinbase.Counters);
    }

    private static DepthHeader Update(long first, long last, long previous = 0) =>
        new(EventKind.DepthUpdate, default, default, first, last, previous, null);

    private static DepthHeader Snapshot(long last) => new(EventKind.DepthSnapshot, default, default, 0, last, 0, null);
}

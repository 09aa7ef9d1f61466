using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;
using TradeBooks.Domain.Tests.Indicators;

namespace TradeBooks.Domain.Tests.Books;

/// <summary>A book that is saved and restored is the book that it was, in every state that it can be in.</summary>
public sealed class BookStateTests
{
    [Fact]
    public void Persist_AtAnyMomentOfAnyExchange_GoesOnAsTheBookThatWasNotSaved()
    {
        var seen = new HashSet<string>();
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ToArbitrary(),
            seed =>
            {
                var random = new Random(seed);
                var rules = (BookRules)random.Next(1, 6);
                var tape = new ExchangeTape(rules, random);
                var (book, isFast) = (NewBook(rules, random.Next(4) > 0), random.Next(2) == 0);
                var moment = random.Next(300);
                var awaitsLoss = random.Next(3) == 0;
                SyncedBook? restored = null;
                DepthEvent? next = null;
                for (var i = 0; i < 400; i++)
                {
                    if (restored is null && i >= moment && (!awaitsLoss || (i > 0 && next is null)))
                    {
                        restored = Restored(rules, StateCopy.Save(book), isFast);
                        seen.Add($"{rules} {book.Reason}");
                        if (book.Counters.Held > 0)
                            seen.Add("held");
                        RequireSame(book, restored);
                    }

                    // A new exchange's book becomes larger while nobody has a snapshot.
                    next = tape.Next(book.NeedsSnapshot && i > 20);
                    var verdict = Give(book, next);
                    if (restored is null)
                        continue;
                    Assert.Equal(verdict, Give(restored, next));
                    RequireSame(book, restored);
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
        foreach (var rules in Enum.GetValues<BookRules>().Where(rules => rules != BookRules.None))
            Assert.Contains($"{rules} {DepthReason.None}", seen);
        Assert.Contains("held", seen);
        Assert.Contains($"{BookRules.BinanceSpot} {DepthReason.FrameLost}", seen);
        Assert.Contains($"{BookRules.Kraken} {DepthReason.WrongChecksum}", seen);
    }

    [Fact]
    public void Persist_InDoubt_StaysClosedUntilTheNextUpdateTells()
    {
        var book = NewBook(BookRules.BinanceSpot, isFast: true);
        book.Apply(Event(EventKind.DepthSnapshot, 0, 10));
        book.Apply(Event(EventKind.DepthUpdate, 11, 12));
        book.LoseFrame();
        var restored = Restored(BookRules.BinanceSpot, StateCopy.Save(book), isFast: true);
        Assert.Equal((false, false, DepthReason.FrameLost), (restored.IsInSync, restored.NeedsSnapshot, restored.Reason));
        Assert.Throws<BookNotInSyncException>(() => restored.Book.BestBid);
        Assert.Equal(DepthVerdict.Accept, restored.Apply(Event(EventKind.DepthUpdate, 13, 13)));
        Assert.True(restored.IsInSync);
    }

    [Fact]
    public void Persist_TextsOfAnyDecimals_AreExact()
    {
        DepthLevel[] bids =
        [
            new("61000.50", "1.0"), new("61000", "9223372036854775807"), new("999.7500", "0.0000000001"),
            new("0.10", "1.50000000"), new("0.0005", "0.0000000000000000000000000007"),
        ];
        var book = NewBook(BookRules.Coinbase, isFast: true);
        book.Apply(new DepthEvent(EventKind.DepthSnapshot, default, default, 0, 0, 0, bids, [], null));
        var restored = Restored(BookRules.Coinbase, StateCopy.Save(book), isFast: false);
        Assert.Equal(bids, restored.Book.Levels(BookSide.Bid));
        Assert.Empty(restored.Book.Levels(BookSide.Ask));

        // What waits is taken as it is, whether or not a book could hold it.
        DepthLevel[] any = [new("9223372036854775807", "3"), new("0.0000000000000000000000000007", "0"), new("0", "0.00")];
        book = NewBook(BookRules.BinanceSpot, isFast: true);
        book.Apply(new DepthEvent(EventKind.DepthUpdate, default, default, 11, 12, 0, any, bids, long.MaxValue));
        restored = Restored(BookRules.BinanceSpot, StateCopy.Save(book), isFast: true);
        foreach (var each in (SyncedBook[])[book, restored])
        {
            each.Apply(Event(EventKind.DepthSnapshot, 0, 10));
            Assert.Equal(DepthReason.BadPrice, each.Reason);
        }
    }

    [Fact]
    public void Persist_AThousandLevels_AreFewBytes()
    {
        var book = NewBook(BookRules.BinanceSpot, isFast: true);
        var random = new Random(3);
        book.Apply(new DepthEvent(
            EventKind.DepthSnapshot, default, default, 0, 10, 0, Levels(-1), Levels(1), null));
        var state = JsonNode.Parse(StateCopy.Save(book))!;
        Assert.InRange(((string)state["levels"]!).Length, 2_000, 6_000);

        // Prices and quantities as Binance writes them: 0.01 and 0.00001 with eight decimals.
        DepthLevel[] Levels(int direction) =>
        [
            .. Enumerable.Range(1, 500).Select(i => DepthLevel.Of(
                (6_100_000 + direction * (i * 7 + random.Next(6))) * 1_000_000L, 8, random.Next(1, 300_000) * 1_000L, 8)),
        ];
    }

    [Fact]
    public void Restore_DamagedLevels_SaysWhatIsWrong()
    {
        var book = NewBook(BookRules.Coinbase, isFast: true);
        book.Apply(Event(EventKind.DepthSnapshot, 0, 0));
        var saved = StateCopy.Save(book);
        Refused("levels", state => state["levels"] = "");
        Refused("levels", state => state["levels"] = "no base64!");
        Refused("levels", state => state["levels"] = Bytes(state, bytes => bytes[..^1]));
        Refused("levels", state => state["levels"] = Bytes(state, bytes => [.. bytes, 0]));
        Refused("levels", state => state["levels"] = Bytes(state, bytes => [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1, 1]));
        Refused("levels", state => state["tickStep"] = 7);
        Refused("tickScale", state => state["tickScale"] = 29);
        Refused("tickStep", state => state["tickStep"] = -1);
        Refused("held", state => state["held"] = "AAAA");
        Refused("absentRemovals", state => state["absentRemovals"] = -1);
        Refused("isDoubtful", state => (state["isDoubtful"], state["sequencer"]!["isInSync"], state["sequencer"]!["reason"]) = (true, false, "Gap"));
        Refused("reason", state => state["sequencer"]!["reason"] = "Gap");

        void Refused(string name, Action<JsonObject> damage)
        {
            var state = (JsonObject)JsonNode.Parse(saved)!;
            damage(state);
            var error = Assert.Throws<StateException>(() => Restored(BookRules.Coinbase, state.ToJsonString(), isFast: true));
            Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        }

        static string Bytes(JsonObject state, Func<byte[], byte[]> change) =>
            Convert.ToBase64String(change(Convert.FromBase64String((string)state["levels"]!)));
    }

    [Fact]
    public void Restore_AnyByteOfTheLevelsChanged_IsAnErrorOrASoundBook()
    {
        var random = new Random(5);
        var tape = new ExchangeTape(BookRules.Coinbase, random);
        var book = NewBook(BookRules.Coinbase, isFast: true);
        for (var i = 0; i < 60; i++)
            Give(book, tape.Next(book.NeedsSnapshot && i > 30));
        var state = (JsonObject)JsonNode.Parse(StateCopy.Save(book))!;
        var bytes = Convert.FromBase64String((string)state["levels"]!);
        Assert.NotEmpty(bytes);
        var refused = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= (byte)random.Next(1, 256);
            state["levels"] = Convert.ToBase64String(damaged);
            try
            {
                var restored = NewBook(BookRules.Coinbase, isFast: true);
                StateCopy.Load(restored, state.ToJsonString());
                Assert.Null(restored.Book.FindViolation());
            }
            catch (StateException)
            {
                refused++;
            }
        }

        Assert.True(refused > 0, "no change was refused");
    }

    private static DepthEvent Event(EventKind kind, long first, long last) => new(
        kind, new EventTime(last), default, first, last, 0, [new("5.10", "1.0")], [new("5.25", "2")], null);

    private static DepthVerdict Give(SyncedBook book, DepthEvent? next)
    {
        if (next is not null)
            return book.Apply(next);
        book.LoseFrame();
        return DepthVerdict.Accept;
    }

    private static SyncedBook NewBook(BookRules rules, bool isFast) =>
        new(isFast ? new LadderOrderBook(1 << 10) : new NaiveOrderBook(), rules.CreateSequencer());

    private static SyncedBook Restored(BookRules rules, string saved, bool isFast)
    {
        var restored = NewBook(rules, isFast);
        StateCopy.Load(restored, saved);
        Assert.Equal(saved, StateCopy.Save(restored));
        return restored;
    }

    private static void RequireSame(SyncedBook expected, SyncedBook actual)
    {
        Assert.Equal(
            (expected.IsInSync, expected.Reason, expected.NeedsSnapshot, expected.LastUpdateId, expected.Time, expected.Counters),
            (actual.IsInSync, actual.Reason, actual.NeedsSnapshot, actual.LastUpdateId, actual.Time, actual.Counters));
        Assert.Equal(
            (expected.Book.ClosedReason, expected.Book.TickSize, expected.Book.AbsentRemovals),
            (actual.Book.ClosedReason, actual.Book.TickSize, actual.Book.AbsentRemovals));
        if (!expected.IsInSync)
            return;
        Assert.Equal(expected.Book.Levels(BookSide.Bid), actual.Book.Levels(BookSide.Bid));
        Assert.Equal(expected.Book.Levels(BookSide.Ask), actual.Book.Levels(BookSide.Ask));
    }
}

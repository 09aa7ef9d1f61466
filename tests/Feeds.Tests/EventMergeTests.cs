using FsCheck;
using FsCheck.Fluent;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Tests;

public sealed class EventMergeTests
{
    [Fact]
    public void MoveNext_SeveralSymbols_GivesTimesAscendingAndInsideOneTheSymbolsInOrder() =>
        Assert.Equal(
            ["A1", "B1", "C1", "C2", "A3", "B3", "Bend", "A4", "Aend", "C9", "Cend"],
            Steps([[1, 3, 4], [1, 3], [1, 2, 9]]));

    [Fact]
    public void MoveNext_SymbolWithoutEvents_EndsBeforeAnythingElse() =>
        Assert.Equal(["Aend", "Bend", "C5", "Cend"], Steps([[], [], [5]]));

    [Fact]
    public void MoveNext_NoSymbol_IsAtTheEnd() => Assert.Empty(Steps([]));

    [Fact]
    public void MoveNext_SeveralEventsAtOneTime_StayTogether() =>
        Assert.Equal(["A1", "A1", "A1", "B1", "A2", "Aend", "B2", "Bend"], Steps([[1, 1, 1, 2], [1, 2]]));

    [Fact]
    public void MoveNext_Range_TakesTheFirstInAndTheLastOut() =>
        Assert.Equal(
            ["Cend", "A2", "B2", "Bend", "A3", "Aend"],
            Steps([[1, 2, 3, 4], [2, 4], [1, 4]], new ReplayRange { From = new EventTime(2), To = new EventTime(4) }));

    [Fact]
    public void MoveNext_Shift_MovesTimesAndNotEvents()
    {
        var merge = new EventMerge([Feed("A", [1, 2])], new ReplayRange { Shift = TimeSpan.FromMicroseconds(100), To = new EventTime(3) });
        Assert.True(merge.MoveNext());
        Assert.Equal(101, merge.Time.Microseconds);
        Assert.Equal(1, merge.Event.Time.Microseconds);
    }

    [Fact]
    public void MoveNext_After_LeavesOutWhatIsNotBehindItForEachSymbol() =>
        Assert.Equal(
            ["Cend", "B1", "A3", "Aend", "B3", "Bend"],
            Steps([[1, 2, 3], [1, 3], [1, 2]], after: [new EventTime(2), EventTime.MinValue, new EventTime(7)]));

    [Fact]
    public void MoveNext_AfterWithShift_ComparesShiftedTimes() =>
        Assert.Equal(
            ["A13", "Aend"],
            Steps([[1, 2, 3]], new ReplayRange { Shift = TimeSpan.FromMicroseconds(10) }, [new EventTime(12)]));

    [Fact]
    public void MoveNext_FeedThatFails_GivesEveryEventBeforeItFirst()
    {
        var merge = new EventMerge([Feed("A", [1, 2], fails: true), Feed("B", [1, 2, 3])], new ReplayRange());
        var steps = new List<string>();
        Assert.Throws<FeedException>(() =>
        {
            while (merge.MoveNext())
                steps.Add(Step(merge));
        });
        Assert.Equal(["A1", "B1", "A2"], steps);
    }

    [Fact]
    public void MoveNext_AnyFeeds_IsAStableSort()
    {
        var times = Gen.Choose(1, 12).ListOf().Select(list => list.Order().Select(time => (long)time).ToArray());
        Prop.ForAll(times.ListOf().Resize(6).ToArbitrary(), feeds =>
        {
            var expected = feeds.SelectMany((feed, symbol) => feed.Select(time => (time, symbol)))
                .OrderBy(entry => entry.time).ThenBy(entry => entry.symbol)
                .Select(entry => $"{Name(entry.symbol)}{entry.time}").ToList();
            var steps = Steps([.. feeds]);
            Assert.Equal(expected, steps.Where(step => !step.EndsWith("end", StringComparison.Ordinal)));
            Assert.Equal(feeds.Count, steps.Count(step => step.EndsWith("end", StringComparison.Ordinal)));

            // Each end comes right behind the symbol's last event, or before all where it has none.
            for (var symbol = 0; symbol < feeds.Count; symbol++)
            {
                var end = steps.IndexOf($"{Name(symbol)}end");
                Assert.True(
                    feeds[symbol].Length == 0
                        ? steps.Take(end).All(step => step.EndsWith("end", StringComparison.Ordinal))
                        : steps[end - 1] == $"{Name(symbol)}{feeds[symbol][^1]}",
                    string.Join(' ', steps));
            }
        }).QuickCheckThrowOnFailure();
    }

    private static List<string> Steps(long[][] times, ReplayRange? range = null, EventTime[]? after = null)
    {
        var merge = new EventMerge(
            [.. times.Select((feed, symbol) => Feed(Name(symbol), feed))], range ?? new ReplayRange(), after);
        var steps = new List<string>();
        while (merge.MoveNext())
            steps.Add(Step(merge));
        Assert.False(merge.MoveNext(), "it goes on after its end");
        return steps;
    }

    private static string Step(EventMerge merge) => Name(merge.Symbol) + (merge.IsEnd ? "end" : $"{merge.Time.Microseconds}");

    private static string Name(int symbol) => ((char)('A' + symbol)).ToString();

    private static ListFeed Feed(string symbol, long[] times, bool fails = false) => new(symbol, times, fails);

    /// <summary>Events in batches of two, in an array that is used again.</summary>
    private sealed class ListFeed(string symbol, long[] times, bool fails) : ISymbolFeed
    {
        private readonly MarketEvent[] _batch = new MarketEvent[2];
        private int _next;

        public string Symbol => symbol;

        public EventBatch NextBatch()
        {
            var count = Math.Min(2, times.Length - _next);
            if (count == 0)
                return fails ? throw new FeedException(symbol, "is damaged") : EventBatch.End;
            for (var i = 0; i < count; i++)
            {
                var time = new EventTime(times[_next]);
                _batch[i] = new MarketEvent(new Bar(time, 1, 1, 1, 1, 0), SourcePosition.Row(++_next));
            }

            return new EventBatch(_batch, count);
        }
    }
}

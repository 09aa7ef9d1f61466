using TradeBooks.Cli.Running;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds;

namespace TradeBooks.Cli.Tests;

public sealed class LoopRoundsTests
{
    private static readonly DateTime Monday = new(2026, 3, 9, 13, 30, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(0, 7)]
    [InlineData(60, 7)]
    [InlineData(7 * 1440 - 1, 7)]
    [InlineData(7 * 1440, 14)]
    [InlineData(7 * 1440 + 1, 14)]
    [InlineData(20 * 1440, 21)]
    [InlineData(21 * 1440, 28)]
    public void ShiftOf_Rounds_MovesByWholeWeeksBehindTheLastTime(int minutes, int days)
    {
        var rounds = Rounds(minutes);
        Assert.Equal(TimeSpan.Zero, rounds.ShiftOf(0));
        Assert.Equal(TimeSpan.FromDays(days), rounds.ShiftOf(1));
        Assert.Equal(TimeSpan.FromDays(30 * days), rounds.ShiftOf(30));
        Assert.True(Move(Time(0), TimeSpan.FromDays(days)) > Time(minutes), "the next round begins before this one's end");
    }

    [Fact]
    public void RoundOf_TimesOfARound_FindsIt()
    {
        var rounds = Rounds(600);
        Assert.Equal(0, rounds.RoundOf(EventTime.MinValue));
        Assert.Equal(0, rounds.RoundOf(Time(-1)));
        foreach (var round in new[] { 0L, 1, 2, 1000 })
        {
            var shift = rounds.ShiftOf(round)!.Value;
            Assert.Equal(round, rounds.RoundOf(Move(Time(0), shift)));
            Assert.Equal(round, rounds.RoundOf(Move(Time(600), shift)));
        }
    }

    [Fact]
    public void ShiftOf_BehindTheYear9999_IsNone()
    {
        var rounds = Rounds(600);
        var weeks = (int)((DateTime.MaxValue - Monday.AddMinutes(600)).TotalDays / 7);
        Assert.Equal(TimeSpan.FromDays(7L * weeks), rounds.ShiftOf(weeks));
        Assert.Null(rounds.ShiftOf(weeks + 1));
        Assert.Null(rounds.ShiftOf(long.MaxValue));
    }

    [Fact]
    public void Measure_Feeds_TakesTheTimesOfTheRange()
    {
        var rounds = LoopRounds.Measure(
            [new OneBatch("A", 0, 5000), new OneBatch("B", 100, 30_000)], new ReplayRange { To = Time(20_000) });
        Assert.Equal(TimeSpan.FromDays(7), rounds!.ShiftOf(1));
        Assert.Equal(1, rounds.RoundOf(Move(Time(0), TimeSpan.FromDays(7))));
        Assert.Null(LoopRounds.Measure([new OneBatch("A", 0, 5000)], new ReplayRange { From = Time(5001) }));
    }

    private static LoopRounds Rounds(int minutes) => new(Time(0), Time(minutes));

    private static EventTime Time(int minutes) => EventTime.FromUtc(Monday.AddMinutes(minutes));

    private static EventTime Move(EventTime time, TimeSpan shift) => new(time.Microseconds + (long)shift.TotalMicroseconds);

    private sealed class OneBatch(string symbol, params int[] minutes) : ISymbolFeed
    {
        private bool _isRead;

        public string Symbol => symbol;

        public EventBatch NextBatch()
        {
            if (_isRead)
                return EventBatch.End;
            _isRead = true;
            var events = minutes.Select((minute, i) =>
                new MarketEvent(new Bar(Time(minute), 1, 1, 1, 1, 0), SourcePosition.Row(i + 2))).ToArray();
            return new EventBatch(events, events.Length);
        }
    }
}

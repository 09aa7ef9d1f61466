using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Engine;

public sealed class EventTimeSequencerTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void TryRelease_OneSymbolMissing_WaitsForIt()
    {
        var sequencer = new EventTimeSequencer<string>(2);
        sequencer.Add(0, At(1), "a1");
        Assert.Null(Next(sequencer));
        sequencer.Add(1, At(1), "b1");
        Assert.Equal("1: 0=a1 1=b1", Next(sequencer));
        Assert.Null(Next(sequencer));
        Assert.Equal((At(1), 0), (sequencer.Released, sequencer.PendingCount));
    }

    [Fact]
    public void Withdraw_AfterTheEnd_IsWaitedForAgain()
    {
        var sequencer = new EventTimeSequencer<string>(2);
        sequencer.Add(0, At(1), "a1");
        sequencer.Complete(0);
        sequencer.Withdraw(0);
        sequencer.Add(1, At(1), "b1");
        Assert.Null(Next(sequencer));
        sequencer.Add(0, At(1), "a1 again");
        Assert.Equal("1: 0=a1 again 1=b1", Next(sequencer));
    }

    [Fact]
    public void TryRelease_ReportsInAnyOrder_ComeInTheOrderOfTimeAndThenOfSymbols()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var symbols = random.Next(1, 6);
            var queues = Enumerable.Range(0, symbols)
                .Select(_ => new Queue<int>(Enumerable.Range(0, 30).Where(_ => random.Next(3) > 0)))
                .ToList();
            var expected = queues
                .SelectMany((times, symbol) => times.Select(time => (time, symbol)))
                .GroupBy(report => report.time)
                .OrderBy(slot => slot.Key)
                .Select(slot => $"{slot.Key}: {string.Join(' ', slot.Select(report => $"{report.symbol}={report.time}"))}")
                .ToList();
            var sequencer = new EventTimeSequencer<string>(symbols);
            var released = new List<string>();
            while (queues.Exists(queue => queue.Count > 0))
            {
                var symbol = random.Next(symbols);
                if (queues[symbol].TryDequeue(out var time))
                    sequencer.Add(symbol, At(time), $"{time}");
                else
                    sequencer.Complete(symbol);
                while (random.Next(2) == 0 && Next(sequencer) is { } slot)
                    released.Add(slot);
            }

            for (var symbol = 0; symbol < symbols; symbol++)
                sequencer.Complete(symbol);
            while (Next(sequencer) is { } slot)
                released.Add(slot);
            Assert.True(
                expected.SequenceEqual(released),
                $"seed {seed}: expected {string.Join(" | ", expected)}, released {string.Join(" | ", released)}");
            Assert.Equal((0, 0), (sequencer.PendingCount, sequencer.LateCount));
        }
    }

    [Fact]
    public void TryRelease_SymbolAhead_DoesNotReleaseWhatAnotherMayStillReport()
    {
        var sequencer = new EventTimeSequencer<string>(2);
        sequencer.Add(0, At(1), "a1");
        sequencer.Add(0, At(5), "a5");
        sequencer.Add(1, At(3), "b3");
        Assert.Equal("1: 0=a1", Next(sequencer));
        Assert.Equal("3: 1=b3", Next(sequencer));
        Assert.Null(Next(sequencer));
        sequencer.Add(1, At(6), "b6");
        Assert.Equal("5: 0=a5", Next(sequencer));
        Assert.Null(Next(sequencer));
    }

    [Fact]
    public void Complete_SymbolWithoutMoreEvents_HoldsNobodyBack()
    {
        var sequencer = new EventTimeSequencer<string>(3);
        sequencer.Add(0, At(1), "a1");
        sequencer.Add(1, At(1), "b1");
        sequencer.Complete(1);
        Assert.Null(Next(sequencer));
        sequencer.Complete(2);
        Assert.Equal("1: 0=a1 1=b1", Next(sequencer));
        sequencer.Add(0, At(9), "a9");
        Assert.Equal("9: 0=a9", Next(sequencer));
    }

    [Fact]
    public void Add_AfterTheEnd_IsLateWhereItWasMissedAndHoldsBackAgain()
    {
        var sequencer = new EventTimeSequencer<string>(2);
        sequencer.Complete(1);
        sequencer.Add(0, At(5), "a5");
        Assert.Equal("5: 0=a5", Next(sequencer));
        sequencer.Add(1, At(4), "b4");
        sequencer.Add(1, At(7), "b7");
        sequencer.Add(0, At(8), "a8");
        Assert.Equal("4: 1=b4", Next(sequencer));
        Assert.Equal(1, sequencer.LateCount);
        Assert.Equal("7: 1=b7", Next(sequencer));
        Assert.Null(Next(sequencer));
        sequencer.Complete(1);
        Assert.Equal("8: 0=a8", Next(sequencer));
    }

    [Fact]
    public void Withdraw_ReportsThatWait_ComeAgain()
    {
        var sequencer = new EventTimeSequencer<string>(2);
        sequencer.Add(0, At(1), "a1");
        sequencer.Add(0, At(2), "a2");
        sequencer.Add(1, At(1), "b1");
        Assert.Equal("1: 0=a1 1=b1", Next(sequencer));
        sequencer.Withdraw(0);
        Assert.Equal(0, sequencer.PendingCount);
        sequencer.Add(1, At(3), "b3");
        Assert.Null(Next(sequencer));
        sequencer.Add(0, At(2), "again");
        Assert.Equal("2: 0=again", Next(sequencer));
    }

    [Fact]
    public void Restore_WhatWasReleased_IsLate()
    {
        var sequencer = new EventTimeSequencer<string>(2);
        sequencer.Restore(At(5), 3);
        sequencer.Add(0, At(5), "a5");
        Assert.Equal("5: 0=a5", Next(sequencer));
        Assert.Equal((At(5), 4), (sequencer.Released, sequencer.LateCount));
    }

    [Fact]
    public void Complete_WithReportsWaiting_StillReleasesThem()
    {
        var sequencer = new EventTimeSequencer<string>(2);
        sequencer.Add(1, At(2), "b2");
        sequencer.Complete(1);
        sequencer.Add(0, At(1), "a1");
        Assert.Equal("1: 0=a1", Next(sequencer));
        Assert.Null(Next(sequencer));
        sequencer.Complete(0);
        Assert.Equal("2: 1=b2", Next(sequencer));
    }

    [Fact]
    public void Pass_SymbolWithoutEventUpToATime_ReleasesUpToIt()
    {
        var sequencer = new EventTimeSequencer<string>(2);
        sequencer.Add(0, At(1), "a1");
        sequencer.Add(0, At(4), "a4");
        sequencer.Pass(1, At(3));
        Assert.Equal("1: 0=a1", Next(sequencer));
        Assert.Null(Next(sequencer));
        // An earlier pass takes nothing back.
        sequencer.Pass(1, At(2));
        Assert.Throws<InvalidOperationException>(() => sequencer.Add(1, At(3), "b3"));
        sequencer.Pass(1, At(4));
        Assert.Equal("4: 0=a4", Next(sequencer));
    }

    [Fact]
    public void Add_SeveralReportsOfOneTime_AreOneSlotInTheirOrder()
    {
        var sequencer = new EventTimeSequencer<string>(2);
        sequencer.Add(1, At(1), "b1");
        sequencer.Add(0, At(1), "first", isLast: false);
        Assert.Null(Next(sequencer));
        sequencer.Add(0, At(1), "second", isLast: false);
        Assert.Null(Next(sequencer));
        sequencer.Add(0, At(1), "third");
        Assert.Equal("1: 0=first 0=second 0=third 1=b1", Next(sequencer));
    }

    [Fact]
    public void Add_BackInTime_IsAnError()
    {
        var sequencer = new EventTimeSequencer<string>(1);
        sequencer.Add(0, At(5), "a5");
        Assert.Equal("5: 0=a5", Next(sequencer));
        var error = Assert.Throws<InvalidOperationException>(() => sequencer.Add(0, At(4), "a4"));
        Assert.Contains(At(4).ToString(), error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => sequencer.Add(0, At(5), "again"));
    }

    [Fact]
    public void TryRelease_NothingAdded_ReleasesNothing()
    {
        var sequencer = new EventTimeSequencer<string>(2);
        sequencer.Complete(0);
        sequencer.Complete(1);
        Assert.Null(Next(sequencer));
        Assert.Equal(EventTime.MinValue, sequencer.Released);
    }

    [Fact]
    public void Constructor_WrongArguments_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventTimeSequencer<string>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventTimeSequencer<string>(1, TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void Arrival_WaitOver_ClosesTheSlotAndCountsWhatComesLate()
    {
        var sequencer = new EventTimeSequencer<string>(2, Wait);
        sequencer.Add(0, At(1), "a1", Ms(1000));
        Assert.Null(Next(sequencer, Ms(1099)));
        Assert.Equal("1: 0=a1", Next(sequencer, Ms(1100)));
        sequencer.Add(1, At(1), "b1", Ms(1101));
        Assert.Equal("1: 1=b1", Next(sequencer, Ms(1101)));
        Assert.Equal((1L, At(1)), (sequencer.LateCount, sequencer.Released));
    }

    [Fact]
    public void Arrival_AllReported_DoesNotWait()
    {
        var sequencer = new EventTimeSequencer<string>(2, Wait);
        sequencer.Add(0, At(1), "a1", Ms(1000));
        sequencer.Add(1, At(1), "b1", Ms(1001));
        Assert.Equal("1: 0=a1 1=b1", Next(sequencer, Ms(1001)));
        Assert.Equal(0, sequencer.LateCount);
    }

    [Fact]
    public void Arrival_SeveralSlots_EachWaitsFromItsOwnFirstReport()
    {
        var sequencer = new EventTimeSequencer<string>(3, Wait);
        sequencer.Add(0, At(2), "a2", Ms(1000));
        sequencer.Add(1, At(1), "b1", Ms(1050));
        sequencer.Add(0, At(3), "a3", Ms(1060));
        Assert.Null(Next(sequencer, Ms(1149)));
        Assert.Equal("1: 1=b1", Next(sequencer, Ms(1150)));
        Assert.Equal("2: 0=a2", Next(sequencer, Ms(1150)));
        Assert.Null(Next(sequencer, Ms(1159)));
        Assert.Equal("3: 0=a3", Next(sequencer, Ms(1160)));
        // Older than what was released, though in order for its own symbol.
        sequencer.Add(2, At(2), "c2", Ms(1170));
        sequencer.Add(2, At(4), "c4", Ms(1171));
        Assert.Equal("2: 2=c2", Next(sequencer, Ms(1171)));
        Assert.Null(Next(sequencer, Ms(1171)));
        Assert.Equal((1L, At(3)), (sequencer.LateCount, sequencer.Released));
    }

    [Fact]
    public void Arrival_SecondReportOfAReleasedTime_IsLateRatherThanAnError()
    {
        var sequencer = new EventTimeSequencer<string>(1, Wait);
        sequencer.Add(0, At(1), "a1", Ms(0));
        Assert.Equal("1: 0=a1", Next(sequencer, Ms(0)));
        sequencer.Add(0, At(1), "more", Ms(5));
        Assert.Equal("1: 0=more", Next(sequencer, Ms(5)));
        Assert.Equal(1, sequencer.LateCount);
    }

    private static EventTime At(int time) => new(time);

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static string? Next(EventTimeSequencer<string> sequencer, TimeSpan now = default)
    {
        var slot = new List<KeyValuePair<int, string>> { new(99, "left over") };
        return sequencer.TryRelease(slot, out var time, now)
            ? $"{time.Microseconds}: {string.Join(' ', slot.Select(report => $"{report.Key}={report.Value}"))}"
            : null;
    }
}

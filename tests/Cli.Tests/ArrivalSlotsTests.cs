using TradeBooks.Cli.Running;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;
using TradeBooks.Tests;

namespace TradeBooks.Cli.Tests;

public sealed class ArrivalSlotsTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);
    private readonly ManualClock _clock = new();
    private readonly Feed _a = new("A");
    private readonly Feed _b = new("B");
    private readonly Backtest _backtest;
    private readonly ArrivalSlots _slots;

    public ArrivalSlotsTests()
    {
        var setup = TradingSetup.Read(new SettingsReader(new Dictionary<string, string>()), StrategyChoice.Parse(["sma-cross"]), ["A", "B"]);
        _backtest = new Backtest(setup.CreateSymbolEngines(), new PortfolioEngine(setup.Portfolio, new NoLedger()), [_a, _b]);
        _slots = new ArrivalSlots(_backtest, Wait, _clock);
    }

    [Fact]
    public void CloseDue_SlotIsOpen_ClosesWhenItsTimeIsOver()
    {
        Assert.Equal(Limit, _slots.UntilDue(Limit));
        Assert.False(_slots.CloseDue());
        _a.Bring(1);
        Assert.False(_slots.CloseDue());
        Assert.Equal(Limit, _slots.UntilDue(Limit));

        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.False(_slots.CloseDue());
        Assert.Equal(TimeSpan.FromMilliseconds(50), _slots.UntilDue(Limit));

        _clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(TimeSpan.Zero, _slots.UntilDue(Limit));
        Assert.True(_slots.CloseDue());
        Assert.Equal((1, 0), (_backtest.Slots, _backtest.LateSlots));
        Assert.False(_slots.CloseDue());
    }

    [Fact]
    public void CloseDue_LateEvent_IsNotKeptWaiting()
    {
        _a.Bring(5);
        Assert.False(_slots.CloseDue());
        _clock.Advance(Wait);
        Assert.True(_slots.CloseDue());

        _b.Bring(5);
        Assert.True(_slots.CloseDue());
        Assert.Equal((2, 1), (_backtest.Slots, _backtest.LateSlots));
    }

    [Fact]
    public void CloseDue_NextSlot_HasItsOwnTime()
    {
        _a.Bring(1, 2);
        Assert.False(_slots.CloseDue());
        _clock.Advance(Wait);
        Assert.True(_slots.CloseDue());
        // The second was first seen as the next one now.
        Assert.Equal(1, _backtest.Slots);
        _clock.Advance(Wait);
        Assert.True(_slots.CloseDue());
        Assert.Equal(2, _backtest.Slots);
    }

    [Fact]
    public void CloseDue_EarlierEventComes_OpensItsOwnSlot()
    {
        _a.Bring(5);
        Assert.False(_slots.CloseDue());
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        _b.Bring(3);
        Assert.False(_slots.CloseDue());
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.False(_slots.CloseDue());
        _clock.Advance(TimeSpan.FromMilliseconds(150));
        Assert.True(_slots.CloseDue());
        Assert.Equal(Feed.At(3), _backtest.Time);
    }

    private sealed class Feed(string symbol) : ISymbolFeed
    {
        private readonly Queue<int> _minutes = [];
        private int _row;

        public string Symbol => symbol;

        public bool IsLive => true;

        public static EventTime At(int minute) => new(1_773_322_200_000_000 + minute * EventTime.Minute);

        public void Bring(params int[] minutes)
        {
            foreach (var minute in minutes)
                _minutes.Enqueue(minute);
        }

        public EventBatch NextBatch() => _minutes.TryDequeue(out var minute)
            ? new EventBatch([new MarketEvent(Bar.Create(At(minute), 10, 10, 10, 10), SourcePosition.Row(++_row))], 1)
            : EventBatch.Pending;
    }

    private sealed class NoLedger : ILedger
    {
        public void Append(in FillRecord record)
        {
        }
    }
}

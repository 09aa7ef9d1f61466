using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>
/// Symbol sides that run and send at random speeds, and one portfolio side that gets their reports through the
/// sequencer: a cluster without the cluster. The seed decides who is when.
/// </summary>
internal sealed class ClusterRun
{
    private readonly SymbolSide[] _sides;
    private readonly int[] _speeds;
    private readonly Queue<SlotReport>[] _continuations;
    private readonly EventTimeSequencer<SlotReport> _sequencer;
    private readonly Random _random;

    public ClusterRun(TradingSetup setup, IReadOnlyDictionary<string, IReadOnlyList<MarketEvent>> events, int seed)
    {
        _random = new Random(seed);
        Engines = setup.CreateSymbolEngines();
        Portfolio = new PortfolioEngine(setup.Portfolio, Ledger, new AnswerJournal());
        _sides = [.. Engines.Select(engine => new SymbolSide(engine, events[engine.Symbol], setup.Portfolio.Strategies.Count))];
        _speeds = [.. _sides.Select(_ => _random.Next(3) == 0 ? 20 : _random.Next(1, 4))];
        _continuations = [.. _sides.Select(_ => new Queue<SlotReport>())];
        _sequencer = new EventTimeSequencer<SlotReport>(_sides.Length);
    }

    public MemoryLedger Ledger { get; } = new();

    public PortfolioEngine Portfolio { get; }

    public IReadOnlyList<SymbolEngine> Engines { get; }

    /// <summary>Most reports that waited in the sequencer: how far some ran ahead.</summary>
    public int MostPending { get; private set; }

    public ClusterRun ToEnd()
    {
        var slot = new List<KeyValuePair<int, SlotReport>>();
        while (true)
        {
            if (_sequencer.TryRelease(slot, out var time))
                Process(slot, time);
            else if (!Happen())
                break;
        }

        Assert.True(_sequencer.PendingCount == 0, $"{_sequencer.PendingCount} reports were never released");
        Assert.Equal(0, _sequencer.LateCount);
        return this;
    }

    // One thing happens somewhere: a side goes on, or something that it sent arrives.
    private bool Happen()
    {
        var choices = new List<Action>();
        for (var i = 0; i < _sides.Length; i++)
        {
            var (symbol, side) = (i, _sides[i]);
            if (side.CanRun)
                choices.AddRange(Enumerable.Repeat<Action>(side.Step, _speeds[i]));
            if (side.Outbox.Count > 0)
                choices.AddRange(Enumerable.Repeat<Action>(() => Deliver(symbol, side.Outbox.Dequeue()), _speeds[^(i + 1)]));
        }

        if (choices.Count == 0)
            return false;
        choices[_random.Next(choices.Count)]();
        return true;
    }

    private void Deliver(int symbol, SlotReport report)
    {
        if (report.IsEnd)
            _sequencer.Complete(symbol);
        else if (report.IsContinuation)
            _continuations[symbol].Enqueue(report);
        else
            _sequencer.Add(symbol, report.Time, report);
        MostPending = Math.Max(MostPending, _sequencer.PendingCount);
    }

    private void Process(List<KeyValuePair<int, SlotReport>> slot, EventTime time)
    {
        for (var i = 0; i < slot.Count; i++)
            slot[i] = new(slot[i].Key, Settle(slot[i].Key, slot[i].Value));
        foreach (var (symbol, report) in slot)
        {
            TellWorking(symbol, report);
            Portfolio.SetMark(symbol, report.Mark);
        }

        Portfolio.CloseMarks(time);
        foreach (var (symbol, report) in slot)
            Decide(symbol, report);
    }

    // A symbol's fills come one after the other: what one of them was sized to decides what comes next.
    private SlotReport Settle(int symbol, SlotReport report)
    {
        while (true)
        {
            foreach (var filled in report.Fills)
            {
                var fill = filled;
                Portfolio.Settle(ref fill);
                if (report.AwaitsSize && filled == report.Fills[^1])
                    _sides[symbol].Sized.Enqueue(fill);
            }

            if (!report.AwaitsSize)
                return report;
            report = Continuation(symbol);
        }
    }

    private void Decide(int symbol, SlotReport report)
    {
        while (report.Requests.Count > 0)
        {
            var decisions = report.Requests.Select(request => Portfolio.Decide(request)).ToArray();
            _sides[symbol].Decided.Enqueue(decisions);
            if (Array.TrueForAll(decisions, decision => decision.IsAccepted))
                return;
            report = Continuation(symbol);
            TellWorking(symbol, report);
        }
    }

    private void TellWorking(int symbol, SlotReport report)
    {
        for (var strategy = 0; strategy < report.Working?.Count; strategy++)
            Portfolio.SetWorking(strategy, symbol, report.Working[strategy]);
    }

    private SlotReport Continuation(int symbol)
    {
        while (_continuations[symbol].Count == 0)
            Assert.True(Happen(), $"symbol {symbol} does not go on, and nothing else happens");
        return _continuations[symbol].Dequeue();
    }
}

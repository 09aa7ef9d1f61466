using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;
using TradeBooks.Domain.Tests.Indicators;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>
/// Symbol sides that run and send at random speeds, and one portfolio side that gets their reports: a cluster without
/// the cluster. The seed decides who is when, how long a batch is, and who is killed: a side that is goes on from what it
/// had saved, and a commit that was on its way may have been written or not.
/// </summary>
internal sealed class ClusterRun
{
    private readonly TradingSetup _setup;
    private readonly SymbolNode[] _nodes;
    private readonly int[] _speeds;
    private readonly Random _random;
    private readonly int _killsPerThousand;
    private readonly int _commandsPerThousand;
    private readonly Dictionary<OrderId, DecisionOutcome> _decisions = [];
    private readonly Dictionary<(OrderId, int), SizedFill> _fills = [];
    private PortfolioSide _portfolio;
    private readonly SortedDictionary<int, string> _savedSymbols = [];
    private string? _saved;
    private string _savedWhole = "";
    private Commit? _commit;

    public ClusterRun(
        TradingSetup setup, IReadOnlyDictionary<string, IReadOnlyList<MarketEvent>> events, int seed, int killsPerThousand = 0,
        int commandsPerThousand = 0)
    {
        _setup = setup;
        _random = new Random(seed);
        _killsPerThousand = killsPerThousand;
        _commandsPerThousand = commandsPerThousand;
        _portfolio = NewPortfolio();
        _nodes = [.. setup.Portfolio.Instruments.Select(
            (instrument, index) => new SymbolNode(setup, index, [.. events[instrument.Symbol]]))];
        _speeds = [.. _nodes.Select(_ => _random.Next(3) == 0 ? 20 : _random.Next(1, 4))];
    }

    public MemoryLedger Ledger { get; } = new();

    public PortfolioEngine Portfolio => _portfolio.Engine;

    public RoundTripCounts RoundTrips(int strategy) => _portfolio.RoundTrips(strategy);

    public DrawdownTracker Drawdown => _portfolio.Drawdown;

    public IReadOnlyList<SymbolEngine> Engines => [.. _nodes.Select(node => node.Side.Engine)];

    /// <summary>Most reports that waited for other symbols: how far some ran ahead.</summary>
    public int MostPending { get; private set; }

    /// <summary>How often a side was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How often a symbol or strategy was paused or resumed, or a symbol had its positions closed.</summary>
    public int Commands { get; private set; }

    /// <summary>Events that the portfolio has counted.</summary>
    public long Events => _portfolio.Events;

    public ClusterRun ToEnd()
    {
        for (var steps = 0; Array.Exists(_nodes, node => !node.IsOver) || _commit is not null; steps++)
        {
            Assert.True(steps < 2_000_000, "it does not come to an end");
            if (_random.Next(1000) < _killsPerThousand)
                Kill();
            else if (_random.Next(1000) < _commandsPerThousand)
                Command();
            else
                Happen();
        }

        Assert.Equal((0, 0), (_portfolio.Pending, _portfolio.Late));
        return this;
    }

    private void Happen()
    {
        var choices = new List<Action>();
        for (var i = 0; i < _nodes.Length; i++)
        {
            var node = _nodes[i];
            if (node.CanRun)
                choices.AddRange(Enumerable.Repeat<Action>(() => node.Step(_random), _speeds[i]));
            // A report may be sent again while it waits.
            if (node.Report is not null && (!node.IsSent || _random.Next(10) == 0))
                choices.AddRange(Enumerable.Repeat<Action>(() => Deliver(node), _speeds[^(i + 1)]));
        }

        if (_commit is null)
            choices.Add(BeginCommit);
        else
            choices.Add(EndCommit);
        choices[_random.Next(choices.Count)]();
        MostPending = Math.Max(MostPending, _portfolio.Pending);
    }

    private void Deliver(SymbolNode node)
    {
        if (_portfolio.Offer(node.Report!, TimeSpan.Zero) == ReportStatus.Taken)
        {
            node.IsSent = true;
            return;
        }

        // What was answered is asked from the ledger once all that was done is in it.
        BeginCommit();
        EndCommit();
        if (node.Report is { } report && !node.HasAnswer)
            node.Answer(SlotAnswer.FromLedger(
                report.Question,
                id => _decisions.TryGetValue(id, out var decision) ? decision : null,
                (id, number) => _fills.TryGetValue((id, number), out var fill) ? fill : null));
    }

    private void BeginCommit()
    {
        if (_commit is not null)
            EndCommit();
        _portfolio.Advance(TimeSpan.Zero);
        if (_portfolio.IsChanged)
        {
            var effects = _portfolio.TakeEffects();
            _commit = new Commit(
                StateCopy.Save(new PersistentPart(_portfolio.PersistCommon)),
                [.. effects.Symbols.Select(symbol => KeyValuePair.Create(symbol, StateCopy.Save(Symbol(_portfolio, symbol))))],
                StateCopy.Save(_portfolio), effects);
        }
    }

    private void EndCommit()
    {
        if (_commit is not { } commit)
            return;
        _commit = null;
        Write(commit);
        foreach (var answer in commit.Effects.Answers)
        {
            var node = _nodes[answer.SymbolIndex];
            if (node.Report is { } report && answer.IsFor(report))
                node.Answer(answer.Answer);
        }
    }

    private void Write(Commit commit)
    {
        (_saved, _savedWhole) = (commit.Common, commit.Whole);
        foreach (var (symbol, state) in commit.Symbols)
            _savedSymbols[symbol] = state;
        var effects = commit.Effects;
        Assert.Equal(Ledger.Records.Count + 1, effects.FirstFill);
        Assert.Equal(_decisions.Count + 1, effects.FirstDecision);
        foreach (var record in effects.Fills)
        {
            Ledger.Append(record);
            _fills.Add((record.Fill.OrderId, record.Fill.Number), new SizedFill(record.Fill.Quantity, record.Fill.Fee));
        }

        foreach (var (request, decision) in effects.Decisions)
            _decisions.Add(request.Id, new DecisionOutcome(decision.Order.Quantity, decision.Refusal));
    }

    private void Command()
    {
        if (_random.Next(4) == 0)
        {
            _portfolio.SetPaused(_random.Next(_setup.Strategies.Count), _random.Next(2) == 0);
            Commands++;
            return;
        }

        var symbol = _random.Next(_nodes.Length);
        if (_nodes[symbol].Tell((SymbolCommandKind)_random.Next(3), _portfolio.LastReported(symbol)))
            Commands++;
    }

    private void Kill()
    {
        Kills++;
        var victim = _random.Next(_nodes.Length + 1);
        if (victim < _nodes.Length)
        {
            _nodes[victim].Kill();
            return;
        }

        // Whether the commit on its way was written is not known to anybody but the ledger.
        if (_commit is { } commit && _random.Next(2) == 0)
        {
            Write(commit);
        }

        _commit = null;
        _portfolio = NewPortfolio();
        if (_saved is not null)
            Restore();
        foreach (var node in _nodes)
            node.IsSent = false;
    }

    // What no commit has said to have changed must be as it was.
    private void Restore()
    {
        StateCopy.Load(new PersistentPart(_portfolio.PersistCommon), _saved!);
        foreach (var (symbol, state) in _savedSymbols)
            StateCopy.Load(Symbol(_portfolio, symbol), state);
        _portfolio.Restored();
        Assert.Equal(_savedWhole, StateCopy.Save(_portfolio));
    }

    private static PersistentPart Symbol(PortfolioSide portfolio, int symbol) => new(archive => portfolio.PersistSymbol(symbol, archive));

    private PortfolioSide NewPortfolio() => new(_setup.Portfolio, null, TimeSpan.FromMinutes(5));

    private sealed record Commit(
        string Common, IReadOnlyList<KeyValuePair<int, string>> Symbols, string Whole, PortfolioEffects Effects);
}

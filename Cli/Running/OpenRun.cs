using TradeBooks.Domain.Engine;
using TradeBooks.Feeds.Csv;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Running;

/// <summary>A backtest on its way: what is needed to save it.</summary>
internal sealed class OpenRun
{
    private readonly TradingSession _session;
    private readonly IRunSource _source;
    private readonly IReadOnlyList<InputPosition> _before;

    public OpenRun(
        TradingSession session, IRunSource source, Backtest backtest, IReadOnlyList<InputPosition> before, RowOrder order)
    {
        _session = session;
        _source = source;
        _before = before;
        Backtest = backtest;
        Rejected = new RejectedRowsFile(session.RejectedPath, order);
        Rejected.Restore(before.DistinctBy(input => input.Source).ToDictionary(input => input.Source, input => input.Position.Offset));
    }

    public Backtest Backtest { get; }

    public RejectedRowsFile Rejected { get; }

    /// <summary>How much of the data is done, 0 … 1.</summary>
    public double Fraction => _source.FractionAt(Backtest.Engines);

    /// <summary>Saves all that a restart needs, the trade log first: the state says how much of it counts.</summary>
    public void Save(bool isFinished)
    {
        foreach (var engine in Backtest.Engines)
        {
            // An input that has not begun is read from its top again, and its bad rows with it.
            if (isFinished || engine.Time.IsKnown)
                Rejected.Append(_source.TakeRejectedRows(engine.Index, isFinished ? null : engine.Position));
        }

        if (isFinished)
            Rejected.Sort();
        _session.Save(Backtest, isFinished, [.. Backtest.Engines.Select(Position).OfType<InputPosition>()]);
    }

    private InputPosition? Position(SymbolEngine engine)
    {
        if (!engine.Time.IsKnown)
            return null;
        var before = _before.FirstOrDefault(input => input.Symbol == engine.Symbol);
        return before is not null && before.Position == engine.Position ? before : _source.PositionOf(engine);
    }
}

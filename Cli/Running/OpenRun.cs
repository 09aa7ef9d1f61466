using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Running;

/// <summary>A backtest on its way: what is needed to save it.</summary>
internal sealed class OpenRun
{
    private readonly TradingSession _session;
    private readonly IReadOnlyList<InputPosition> _before;

    public OpenRun(
        TradingSession session, CsvBarFeedSet feeds, Backtest backtest, IReadOnlyList<InputPosition> before, RowOrder order)
    {
        _session = session;
        _before = before;
        Feeds = feeds;
        Backtest = backtest;
        Rejected = new RejectedRowsFile(session.RejectedPath, order);
        Rejected.Restore(before.ToDictionary(input => input.Source, input => input.Position.Offset));
    }

    public CsvBarFeedSet Feeds { get; }

    public Backtest Backtest { get; }

    public RejectedRowsFile Rejected { get; }

    /// <summary>How much of the data is done, 0 … 1: the mean over the files.</summary>
    public double Fraction
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < Feeds.Feeds.Count; i++)
                sum += Feeds.Feeds[i].FractionAt(Backtest.Engines[i].Position.Offset);
            return sum / Feeds.Feeds.Count;
        }
    }

    /// <summary>Saves all that a restart needs, the trade log first: the state says how much of it counts.</summary>
    public void Save(bool isFinished)
    {
        foreach (var (feed, engine) in Feeds.Feeds.Zip(Backtest.Engines))
        {
            // An input that has not begun is read from its top again, and its bad rows with it.
            if (isFinished || engine.Time.IsKnown)
                Rejected.Append(feed.TakeRejectedRows(isFinished ? null : engine.Position.Offset));
        }

        if (isFinished)
            Rejected.Sort();
        _session.Save(Backtest, isFinished, [.. Feeds.Feeds.Zip(Backtest.Engines, Position).OfType<InputPosition>()]);
    }

    private InputPosition? Position(CsvBarFeed feed, SymbolEngine engine)
    {
        if (!engine.Time.IsKnown)
            return null;
        var before = _before.FirstOrDefault(input => input.Symbol == engine.Symbol);
        if (before is not null && before.Position == engine.Position)
            return before;
        var position = feed.PositionAt(engine.Position.Offset);
        return new InputPosition(
            engine.Symbol, feed.FileName, SourcePosition.Row(position.Line), engine.Time, position.ByteOffset);
    }
}

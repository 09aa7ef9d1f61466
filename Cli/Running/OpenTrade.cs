using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Running;

/// <summary>A run from Kafka on its way: what is needed to save it.</summary>
internal sealed class OpenTrade(TradingSession session, KafkaFeedSet feeds, Backtest backtest)
{
    private readonly EventTime[] _processed = new EventTime[feeds.Feeds.Count];

    public KafkaFeedSet Feeds => feeds;

    public Backtest Backtest => backtest;

    /// <summary>How far every partition was at the last look.</summary>
    public IReadOnlyList<PartitionPosition> Partitions { get; private set; } = [];

    /// <summary>Looks how far every partition is.</summary>
    public IReadOnlyList<PartitionPosition> Measure(TimeSpan deadLetterWait = default)
    {
        for (var i = 0; i < _processed.Length; i++)
            _processed[i] = backtest.Engines[i].Time;
        return Partitions = feeds.Positions(_processed, deadLetterWait);
    }

    /// <summary>Saves all that a restart needs; then, and only then, the group's offsets follow.</summary>
    public void Save(bool isFinished, TimeSpan deadLetterWait)
    {
        Measure(deadLetterWait);
        session.Save(
            backtest,
            isFinished,
            [
                .. feeds.Feeds.Zip(backtest.Engines)
                    .Where(pair => pair.Second.Time.IsKnown)
                    .Select(pair => new InputPosition(
                        pair.First.Symbol, pair.First.Topic, pair.First.PositionToSave(pair.Second.Position, pair.Second.Time), pair.Second.Time)),
            ],
            Partitions);
        feeds.Commit(Partitions);
    }

    public void FlushLog() => session.FlushLog();
}

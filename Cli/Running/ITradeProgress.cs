using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Running;

/// <summary>Is told how a run from Kafka goes on, some times a second at most.</summary>
internal interface ITradeProgress : IDisposable
{
    /// <param name="backtest">The run.</param>
    /// <param name="partitions">How far every partition is.</param>
    /// <param name="elapsed">Wall time since the run began.</param>
    void Report(Backtest backtest, IReadOnlyList<PartitionPosition> partitions, TimeSpan elapsed);

    /// <summary>Shows a line that is not progress: what the broker says, a record that was left out.</summary>
    void Say(string line);
}

using TradeBooks.Domain.Engine;

namespace TradeBooks.Cli.Running;

/// <summary>Is told how a run goes on, some times a second at most.</summary>
internal interface IRunProgress : IDisposable
{
    /// <param name="backtest">The run.</param>
    /// <param name="fraction">How much of the data is done, 0 … 1.</param>
    /// <param name="elapsed">Wall time since the run began.</param>
    void Report(Backtest backtest, double fraction, TimeSpan elapsed);
}

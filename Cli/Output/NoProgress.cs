using TradeBooks.Cli.Running;
using TradeBooks.Domain.Engine;

namespace TradeBooks.Cli.Output;

/// <summary>Says nothing.</summary>
internal sealed class NoProgress : IRunProgress
{
    public void Report(Backtest backtest, double fraction, TimeSpan elapsed)
    {
    }

    public void Dispose()
    {
    }
}

using TradeBooks.Cli.Running;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Output;

/// <summary>Shows no progress; what needs attention is said all the same.</summary>
internal sealed class NoTradeProgress(TextWriter output) : ITradeProgress
{
    private readonly Lock _lock = new();

    public void Report(Backtest backtest, IReadOnlyList<PartitionPosition> partitions, TimeSpan elapsed)
    {
    }

    public void Say(string line)
    {
        lock (_lock)
            output.WriteLine(line);
    }

    public void Dispose()
    {
    }
}

using TradeBooks.Cli.Running;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Output;

/// <summary>
/// A run from Kafka: on a terminal some lines that are written over, else the same lines every few seconds. What the
/// broker has to say comes from other threads and stands above them.
/// </summary>
/// <param name="output">Where it goes.</param>
/// <param name="interval">How often lines are added; null for a terminal, where they are written over.</param>
/// <param name="width">Columns of the terminal.</param>
internal sealed class TradeProgress(TextWriter output, TimeSpan? interval, int width) : ITradeProgress
{
    private const int MostPartitions = 12;
    private readonly Lock _lock = new();
    private TimeSpan _last;
    private int _lines;

    public void Report(Backtest backtest, IReadOnlyList<PartitionPosition> partitions, TimeSpan elapsed)
    {
        lock (_lock)
        {
            if (interval is { } length)
            {
                if (elapsed - _last < length)
                    return;
                _last = elapsed;
            }

            Erase();
            Write(PartitionLines.Total(backtest, partitions));
            foreach (var line in PartitionLines.Each(partitions, MostPartitions))
                Write(line);
        }
    }

    public void Say(string line)
    {
        lock (_lock)
        {
            Erase();
            output.WriteLine(line);
        }
    }

    public void Dispose()
    {
    }

    private void Write(string line)
    {
        output.WriteLine(interval is null && line.Length > width ? line[..width] : line);
        if (interval is null)
            _lines++;
    }

    // Up to the first of the lines, and all below it away.
    private void Erase()
    {
        if (_lines > 0)
            output.Write($"\x1b[{_lines}F\x1b[J");
        _lines = 0;
    }
}

using TradeBooks.Cli.Running;

namespace TradeBooks.Cli.Output;

/// <summary>One line of a terminal that is written over; what is said stands above it.</summary>
internal sealed class ProduceProgress(TextWriter output, int width) : IProduceProgress
{
    private readonly Lock _lock = new();
    private bool _hasLine;

    public void Report(in ProduceStatus status)
    {
        var line = ProduceLine.Format(status);
        lock (_lock)
        {
            output.Write('\r' + (line.Length < width ? line.PadRight(width - 1) : line[..(width - 1)]));
            _hasLine = true;
        }
    }

    public void Say(string text)
    {
        lock (_lock)
        {
            if (_hasLine)
                output.Write('\r' + new string(' ', width - 1) + '\r');
            output.WriteLine(text);
            _hasLine = false;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_hasLine)
                output.WriteLine();
            _hasLine = false;
        }
    }
}

using TradeBooks.Cli.Running;

namespace TradeBooks.Cli.Output;

/// <summary>A line every few seconds, for logs and pipes.</summary>
internal sealed class PlainProduceProgress(TextWriter output, TimeSpan interval) : IProduceProgress
{
    private readonly Lock _lock = new();
    private TimeSpan _last;

    public void Report(in ProduceStatus status)
    {
        if (status.Elapsed - _last < interval)
            return;
        _last = status.Elapsed;
        Say(ProduceLine.Format(status));
    }

    public void Say(string text)
    {
        lock (_lock)
            output.WriteLine(text);
    }

    public void Dispose()
    {
    }
}

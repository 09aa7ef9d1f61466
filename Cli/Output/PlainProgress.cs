using TradeBooks.Cli.Running;
using TradeBooks.Domain.Engine;

namespace TradeBooks.Cli.Output;

/// <summary>A line every few seconds, for logs and pipes.</summary>
internal sealed class PlainProgress(TextWriter output, TimeSpan interval) : IRunProgress
{
    private TimeSpan _last;

    public void Report(Backtest backtest, double fraction, TimeSpan elapsed)
    {
        if (elapsed - _last < interval)
            return;
        _last = elapsed;
        output.WriteLine(
            $"{backtest.Time}  {fraction * 100,3:0} %  {Text.Count(backtest.Events)} bars  "
            + $"{Text.Rate(backtest.Events / elapsed.TotalSeconds)}  {Text.Count(backtest.Portfolio.Fills)} fills  "
            + $"equity {Text.Money(backtest.Portfolio.Equity)}");
    }

    public void Dispose()
    {
    }
}

using TradeBooks.Cli.Running;
using TradeBooks.Domain.Engine;

namespace TradeBooks.Cli.Output;

/// <summary>A line of up to 80 columns every few seconds, for logs and pipes.</summary>
internal sealed class PlainProgress(TextWriter output, TimeSpan interval, string noun = "bars") : IRunProgress
{
    private const int Columns = 80;
    private TimeSpan _last;

    public void Report(Backtest backtest, double fraction, TimeSpan elapsed)
    {
        if (elapsed - _last < interval)
            return;
        _last = elapsed;
        var time = backtest.Time.IsKnown ? backtest.Time.ToString()[..16].Replace('T', ' ') : "";
        var done = $"{time}  {fraction * 100,3:0} %  {Text.ShortCount(backtest.Events)} {noun}  ";
        var rate = $"{Text.Rate(backtest.Events / elapsed.TotalSeconds)}  ";
        var result = $"{Text.ShortCount(backtest.Portfolio.Fills)} fills  equity {Text.Money(backtest.Portfolio.Equity)}";
        output.WriteLine(done.Length + rate.Length + result.Length <= Columns ? done + rate + result : done + result);
    }

    public void Dispose()
    {
    }
}

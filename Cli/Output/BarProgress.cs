using TradeBooks.Cli.Running;
using TradeBooks.Domain.Engine;

namespace TradeBooks.Cli.Output;

/// <summary>One line of a terminal that is written over: bar, rate, time left.</summary>
internal sealed class BarProgress(TextWriter output, int width, string noun = "bars") : IRunProgress
{
    private const int BarLength = 24;
    private bool _hasWritten;

    public void Report(Backtest backtest, double fraction, TimeSpan elapsed)
    {
        var done = (int)Math.Round(Math.Clamp(fraction, 0, 1) * BarLength);
        var left = fraction > 0.001 && fraction < 1 ? elapsed * ((1 - fraction) / fraction) : TimeSpan.Zero;
        var rate = elapsed.TotalSeconds > 0 ? Text.Rate(backtest.Events / elapsed.TotalSeconds) : "";
        var line = $"{new string('█', done)}{new string('░', BarLength - done)} {fraction * 100,3:0} %  "
            + $"{Text.Count(backtest.Events)} {noun}  {rate}  {Text.Seconds(left)} left";
        output.Write('\r' + (line.Length < width ? line.PadRight(width - 1) : line[..(width - 1)]));
        _hasWritten = true;
    }

    public void Dispose()
    {
        if (_hasWritten)
            output.WriteLine();
    }
}

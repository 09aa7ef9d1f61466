using Spectre.Console;
using TradeBooks.Cli.Running;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Output;

/// <summary>The portfolio as it trades, drawn over itself on a terminal.</summary>
internal sealed class DemoProgress(IAnsiConsole console) : IRunProgress
{
    private const int Columns = 80;
    private const int OtherLines = 7;
    private const int MostSymbols = 12;
    private int _lines;

    /// <summary>Whether the terminal is large enough to draw over what was drawn.</summary>
    public static bool Fits(Profile profile) =>
        profile.Width >= Columns && profile.Height > MostSymbols + OtherLines && profile.Capabilities.Ansi;

    public void Report(Backtest backtest, double fraction, TimeSpan elapsed)
    {
        var table = Table(backtest);
        if (_lines > 0)
            console.Cursor.MoveUp(_lines);
        console.Write(table);
        var done = (int)Math.Round(Math.Clamp(fraction, 0, 1) * 28);
        var time = backtest.Time.IsKnown ? backtest.Time.ToString()[5..16].Replace('T', ' ') : "";
        var rate = Text.Rate(backtest.Events / Math.Max(elapsed.TotalSeconds, 0.1));
        var left = fraction is > 0 and < 1 ? $"{(elapsed * ((1 - fraction) / fraction)).TotalSeconds:0} s left" : "";
        console.MarkupLine(
            $"[blue]{new string('━', done)}[/][grey]{new string('─', 28 - done)}[/] {fraction * 100,3:0} %  "
            + $"{time,11}  {rate,8}  {left,10}");

        // Header, rows, footer with their rules, and the line below.
        _lines = backtest.Engines.Count + OtherLines;
    }

    public void Dispose()
    {
    }

    private static Table Table(Backtest backtest)
    {
        var portfolio = backtest.Portfolio;
        var initial = portfolio.Options.InitialCash;
        var equity = portfolio.Equity;
        var table = new Table().RoundedBorder().BorderColor(Color.Grey);
        table.AddColumn(new TableColumn("Symbol").Footer("Equity").Width(8));
        table.AddColumn(new TableColumn("Price").RightAligned().Width(10));
        table.AddColumn(new TableColumn("Position").RightAligned().Width(10));
        table.AddColumn(new TableColumn("Entry").RightAligned().Footer($"{Text.Count(portfolio.Fills)} fills").Width(12));
        table.AddColumn(new TableColumn("P&L").RightAligned().Footer(Text.Money(equity)).Width(14));
        table.AddColumn(new TableColumn("").RightAligned().Footer(Signed(equity - initial)).Width(11));
        foreach (var engine in backtest.Engines)
        {
            var (quantity, entry, pnl) = (0m, 0m, 0m);
            var mark = portfolio.Mark(engine.Index);
            for (var i = 0; i < portfolio.Options.Strategies.Count; i++)
            {
                var position = portfolio.Position(i, engine.Index);
                quantity += position.Quantity;
                entry = position.IsFlat ? entry : position.AveragePrice;
                pnl += position.GrossRealizedPnl + position.UnrealizedPnl(mark) - position.Fees;
            }

            table.AddRow(
                $"[bold]{Markup.Escape(engine.Symbol)}[/]",
                mark.Mantissa == 0 ? "" : Text.Price(mark),
                quantity == 0 ? "[grey]flat[/]" : $"{(quantity > 0 ? "long" : "short")} {Text.Quantity(Math.Abs(quantity))}",
                quantity == 0 ? "" : Text.Price(decimal.Round(entry, 4)),
                Signed(pnl),
                LastTime(engine.Time));
        }

        return table;
    }

    // Arrows beside the colours, so that the sign does not depend on telling them apart.
    private static string Signed(decimal value) => value switch
    {
        > 0 => $"[green]▲ {Text.Money(value)}[/]",
        < 0 => $"[red]▼ {Text.Money(-value)}[/]",
        _ => "0.00",
    };

    private static string LastTime(EventTime time) => time.IsKnown ? $"[grey]{time.ToString()[11..16]}[/]" : "";
}

using TradeBooks.Cli.Running;
using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Output;

/// <summary>The end of a run, for a terminal of 80 columns.</summary>
internal static class SummaryText
{
    private const int Columns = 80;

    public static void Write(TextWriter output, RunResult result, string folder)
    {
        var summary = result.Report.Summary;
        output.WriteLine();
        var data = $"{Text.Plural(result.Report.Symbols.Count, "symbol")}, {Text.Count(summary.Bars)} {result.Noun}, "
            + $"{Day(summary.Start)} to {Day(summary.End)}, ";
        var strategies = string.Join(", ", result.Report.Strategies);
        output.WriteLine(data + (data.Length + strategies.Length <= Columns ? strategies : $"{result.Report.Strategies.Count} strategies"));
        output.WriteLine();
        Row("Final equity", Text.Money(summary.FinalEquity), "Trades", Text.Count(summary.Trades));
        Row("Total return", Text.Percent(summary.TotalReturn), "Fills", Text.Count(summary.Fills));
        Row("CAGR", Text.Percent(summary.Cagr), "Win rate", Text.Percent(summary.WinRate));
        Row("Max drawdown", Text.Percent(summary.MaxDrawdown), "Profit factor", Text.Ratio(summary.ProfitFactor));
        Row("Sharpe", Text.Ratio(summary.Sharpe), "Expectancy", Text.Ratio(summary.Expectancy));
        Row("Sortino", Text.Ratio(summary.Sortino), "Exposure", Text.Percent(summary.Exposure));
        Row("Fees", Text.Money(summary.Fees), "Refused orders", Text.Count(summary.RefusedOrders));
        output.WriteLine();
        if (result.RejectedRows > 0)
            output.WriteLine($"{Text.Plural(result.RejectedRows, "bad " + result.Row)} left out: {Path.Combine(folder, "rejected.csv")}");
        if (result.DeadLetters > 0)
            output.WriteLine($"{Text.Plural(result.DeadLetters, "record")} left out: the dead-letter topics say why");
        output.WriteLine($"Trade log  {Path.Combine(folder, "order_book.csv")}");
        output.WriteLine($"State      {Path.Combine(folder, "trading_state.json")}");
        output.WriteLine($"Summary    {Path.Combine(folder, "summary.json")}");
        output.WriteLine($"Report     {Path.Combine(folder, "report.html")}");
        output.WriteLine(
            $"{Text.Count(result.BarsProcessed)} {result.Noun} in {Text.Seconds(result.Elapsed)}"
            + $" ({Text.Rate(result.BarsProcessed / Math.Max(result.Elapsed.TotalSeconds, 1e-9))})");

        void Row(string left, string leftValue, string right, string rightValue) =>
            output.WriteLine($"  {left,-16}{leftValue,16}      {right,-16}{rightValue,16}");
    }

    private static string Day(EventTime? time) => time is { } known ? known.ToString()[..10] : "–";
}

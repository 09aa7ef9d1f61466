using System.CommandLine;
using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Exchanges.Connecting;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Commands;

/// <summary><c>tradebooks record</c>: an exchange's live frames in, a file that <c>replay</c> reads out.</summary>
internal static class RecordCommand
{
    /// <summary>What the help says after the options.</summary>
    public const string Notes = """
        Examples:
          tradebooks record --exchange binance-usdm --symbols btcusdt --out btcusdt.gz
              --duration 1h
          tradebooks replay --exchange binance-usdm --format hftbacktest btcusdt.gz

        A line of the file is the time of receipt in nanoseconds since 1970 and the
        frame as it came. Snapshots over REST have lines of their own, with the
        symbol as a first member "s". The exchange's own best bid and ask are in it
        where they carry update ids (Binance), to check the book against.
        Exit codes: 0 done (--duration), 2 bad input, 3 the file can't be written,
        130 ended by Ctrl-C (the file is complete).
        """;

    public static Command Create(CliHost host)
    {
        var connector = new ConnectorCommandOptions();
        var output = new Option<string>("--out", "-o") { Description = "File to write, gzip", HelpName = "FILE.gz", Required = true };
        var json = CommonOptions.Json("Print the summary as JSON");
        var command = new Command("record", "Write an exchange's live frames to a file");
        connector.AddTo(command);
        command.Add(output);
        command.Add(json);
        command.SetAction((result, stop) => Task.FromResult(host.Guard(() =>
        {
            var exchange = connector.ExchangeOf(result);
            var symbols = connector.SymbolsOf(result);
            var duration = connector.DurationOf(result);
            var options = connector.OptionsOf(result) with { WithQuotes = true };
            var notices = new BrokerNotices(host.Error.WriteLine, host.Clock);
            using var writer = new CaptureWriter(result.GetRequiredValue(output), host.Clock);
            using var live = new ExchangeConnector(exchange, symbols, options, NoSink.Instance, notices.Say, host.Clock, writer);
            var end = new LiveRun(host.Clock, host.Error, () => $"{Text.Plural(writer.Lines, "line")}").Run(live, duration, stop);
            writer.Dispose();
            LiveSummary.Write(host, end, result.GetValue(json), "lines", writer.Lines);
            return end.IsInterrupted ? ExitCode.Interrupted : ExitCode.Success;
        })));
        return command;
    }
}

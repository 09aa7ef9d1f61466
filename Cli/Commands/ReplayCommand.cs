using System.CommandLine;
using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Cli.Commands;

/// <summary><c>tradebooks replay</c>: recorded frames of an exchange in, its order books out.</summary>
internal static class ReplayCommand
{
    /// <summary>What the help says after the options.</summary>
    public const string Notes = """
        Examples:
          tradebooks replay --exchange binance-spot --format hftbacktest
              --tops tops.csv btcusdt_20240808.gz btcusdt_20240809.gz
          tradebooks replay --exchange kraken --format cryptofeed book_ws.txt.gz

        Files are plain or gzip. hftbacktest: one stream, one file after the other;
        cryptofeed: merged by time, so that snapshots may be in a file of their own.
        Per symbol: messages (updates that came), applied, dropped (stale, or no
        snapshot before them), resyncs, checksum failures. A row of --tops follows
        every applied event of a book in sync; its updateId is 0 for exchanges
        without ids (kraken, coinbase).
        Exit codes: 0 done, 2 bad input or a damaged frame (nothing written), 3 the
        tops can't be written, 130 interrupted.
        """;

    private const string HftBacktest = "hftbacktest";
    private const string Cryptofeed = "cryptofeed";

    public static Command Create(CliHost host)
    {
        var exchange = new Option<string>("--exchange", "-e") { Description = "Whose frames they are", Required = true };
        exchange.AcceptOnlyFromAmong([.. Exchange.All.Select(one => one.Name)]);
        var format = new Option<string>("--format", "-f") { Description = "How the frames stand in the files", Required = true };
        format.AcceptOnlyFromAmong(HftBacktest, Cryptofeed);
        var tops = new Option<string?>("--tops", "-o") { Description = "Write best bid and ask after every event", HelpName = "CSV" };
        var speed = new Option<string>("--speed")
        {
            Description = "max, realtime, or recorded time per wall time such as 60x",
            DefaultValueFactory = _ => "max",
        };
        var json = CommonOptions.Json("Print the summary as JSON");
        var files = new Argument<string[]>("FILE") { Description = "Recorded frames, in their order", Arity = ArgumentArity.OneOrMore };
        var command = new Command("replay", "Rebuild an exchange's order books from recorded frames")
        {
            exchange, format, tops, speed, json, files,
        };
        command.SetAction((result, stop) => Task.FromResult(host.Guard(() =>
        {
            var request = new ReplayRequest
            {
                Exchange = Exchange.Find(result.GetRequiredValue(exchange))!,
                Format = result.GetValue(format) == HftBacktest ? CaptureFormat.HftBacktest : CaptureFormat.Cryptofeed,
                Files = result.GetRequiredValue(files),
                Tops = result.GetValue(tops),
                Speed = Speed.Parse(result.GetValue(speed)!),
            };
            var books = new ReplayRun(host.Clock).Run(request, publisher: null, stop);
            if (!result.GetValue(json))
            {
                ReplaySummary.Write(host.Output, books);
                return ExitCode.Success;
            }

            using var output = host.OpenOutput();
            ReplaySummary.WriteJson(output, books);
            return ExitCode.Success;
        })));
        return command;
    }
}

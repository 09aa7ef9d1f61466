using System.CommandLine;
using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Cli.Settings;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Kafka;

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
          tradebooks replay --exchange binance-spot --format hftbacktest --speed 10x
              --brokers localhost:9092 --partition-map binance-config.json f.gz

        Files are plain or gzip. hftbacktest: one stream, one file after the other;
        cryptofeed: merged by time, so that snapshots may be in a file of their own.
        Per symbol: messages (updates that came), applied, dropped (stale, or no
        snapshot before them), resyncs, checksum failures. A row of --tops follows
        every applied event of a book in sync; its updateId is 0 for exchanges
        without ids (kraken, coinbase). With --brokers depth and trades also go to
        the topics EXCHANGE-orderbook and EXCHANGE-trades (binance for binance-spot).
        Exit codes: 0 done, 2 bad input or a damaged frame (no tops written), 3 the
        tops can't be written, 4 Kafka can't be reached or did not take a record,
        130 interrupted.
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
        var brokers = new Option<string?>("--brokers", "-b") { Description = "Send depth and trades to Kafka, too", HelpName = "HOST:PORT" };
        var map = new Option<string?>("--partition-map")
        {
            Description = "File that says which partition carries which symbol; default: EXCHANGE-config.json here",
            HelpName = "FILE",
        };
        var set = CommonOptions.Set();
        set.Description = "A setting of Kafka, such as Kafka:Producer:linger.ms=20; may be repeated";
        var config = CommonOptions.Config();
        var json = CommonOptions.Json("Print the summary as JSON");
        var files = new Argument<string[]>("FILE") { Description = "Recorded frames, in their order", Arity = ArgumentArity.OneOrMore };
        var command = new Command("replay", "Rebuild an exchange's order books from recorded frames")
        {
            exchange, format, tops, speed, brokers, map, set, config, json, files,
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
            if (result.GetValue(brokers) is not { } address)
            {
                RejectKafka(result, map, set, config);
                return Report(host, new ReplayRun(host.Clock).Run(request, null, stop), result.GetValue(json));
            }

            var kafka = KafkaOptions.Read(KafkaSettings.Load(result.GetValue(config), host.Environment, result.GetValue(set) ?? []), address);
            var partitions = PartitionMap.Read(result.GetValue(map) ?? request.Exchange.Id + PartitionMap.FileSuffix);
            var notices = new BrokerNotices(host.Error.WriteLine, host.Clock);
            using var publisher = MarketPublisher.Open(kafka, request.Exchange.Id, partitions, notices, host.Clock, stop);
            var books = new ReplayRun(host.Clock).Run(request, publisher, stop);
            publisher.Complete();
            return Report(host, books, result.GetValue(json));
        })));
        return command;
    }

    private static int Report(CliHost host, IReadOnlyDictionary<string, SyncedBook> books, bool asJson)
    {
        if (asJson)
        {
            using var output = host.OpenOutput();
            ReplaySummary.WriteJson(output, books);
        }
        else
        {
            ReplaySummary.Write(host.Output, books);
        }

        return ExitCode.Success;
    }

    private static void RejectKafka(ParseResult result, params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
        {
            if (result.GetResult(option) is { Implicit: false })
                throw new SettingException($"{option.Name} is for --brokers alone");
        }
    }
}

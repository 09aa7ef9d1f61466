using System.CommandLine;
using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Cli.Settings;
using TradeBooks.Domain.Settings;
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
          tradebooks replay --exchange kraken --format cryptofeed --bars 1m
              --bars-out bars trade_ws.txt.gz

        Files are plain or gzip. hftbacktest: one stream, one file after the other;
        cryptofeed: merged by time, so that snapshots may be in a file of their own.
        Per symbol: messages (updates that came), applied, dropped (stale, or no
        snapshot before them), resyncs, checksum failures. A row of --tops follows
        every applied event of a book in sync; its updateId is 0 for exchanges
        without ids (kraken, coinbase). With --brokers depth and trades also go to
        the topics EXCHANGE-orderbook and EXCHANGE-trades (binance for binance-spot).
        Bars have the trades of whole intervals: one that was seen in part, is not
        over, or has no trade has no bar. Kafka's topics get those behind their last.
        Exit codes: 0 done, 2 bad input or a damaged frame (no tops written), 3 the
        tops can't be written, 4 Kafka can't be reached or did not take a record,
        130 interrupted.
        """;

    public static Command Create(CliHost host)
    {
        var capture = new CaptureCommandOptions(isRequired: true);
        var bars = new BarCommandOptions();
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
        var barsOut = new Option<string?>("--bars-out")
        {
            Description = "Write the bars to NAME.csv, or to SYMBOL.csv in a folder, as backtest reads them",
            HelpName = "PATH",
        };
        var set = CommonOptions.Set();
        set.Description = "A setting of Kafka, such as Kafka:Producer:linger.ms=20; may be repeated";
        var config = CommonOptions.Config();
        var json = CommonOptions.Json("Print the summary as JSON");
        var command = new Command("replay", "Rebuild an exchange's order books from recorded frames");
        capture.AddTo(command);
        foreach (var option in (Option[])[tops, speed, bars.Bars, barsOut, bars.Topic, brokers, map, set, config, json])
            command.Add(option);
        command.SetAction((result, stop) => Task.FromResult(host.Guard(() =>
        {
            var request = new ReplayRequest
            {
                Capture = capture.Read(result)!,
                Tops = result.GetValue(tops),
                Speed = Speed.Parse(result.GetValue(speed)!),
                BarInterval = bars.Read(result, barsOut),
                BarsOut = result.GetValue(barsOut),
            };
            if (result.GetValue(brokers) is not { } address)
            {
                CommonOptions.Reject(result, "is for --brokers alone", map, bars.Topic, set, config);
                if (request.BarInterval is not null && request.BarsOut is null)
                    throw new SettingException("--bars: say where the bars go, with --bars-out PATH or --brokers HOST:PORT");
                return Report(host, request, new ReplayRun(host.Clock).Run(request, null, null, stop), result.GetValue(json));
            }

            var exchange = request.Capture.Exchange;
            var kafka = KafkaOptions.Read(KafkaSettings.Load(result.GetValue(config), host.Environment, result.GetValue(set) ?? []), address);
            var mapFile = result.GetValue(map) ?? exchange.Id + PartitionMap.FileSuffix;
            var partitions = PartitionMap.Read(mapFile);
            var notices = new BrokerNotices(host.Error.WriteLine, host.Clock);
            using var publisher = MarketPublisher.Open(kafka, exchange.Id, partitions, notices, host.Clock, stop);
            using var barPublisher = request.BarInterval is null ? null : BarPublisher.Open(
                bars.KafkaOf(result, kafka, mapFile), [.. partitions.Partitions.Keys], notices, host.Clock, stop);
            var replayed = new ReplayRun(host.Clock).Run(request, publisher, barPublisher, stop);
            publisher.Complete();
            barPublisher?.Complete();
            return Report(host, request, replayed, result.GetValue(json));
        })));
        return command;
    }

    private static int Report(CliHost host, ReplayRequest request, ReplayResult result, bool asJson)
    {
        if (asJson)
        {
            using var output = host.OpenOutput();
            ReplaySummary.WriteJson(output, result, request.Capture.SkipsBadFrames);
        }
        else
        {
            ReplaySummary.Write(host.Output, result);
        }

        return ExitCode.Success;
    }
}

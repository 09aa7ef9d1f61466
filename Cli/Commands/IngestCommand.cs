using System.CommandLine;
using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Cli.Serving;
using TradeBooks.Cli.Settings;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Exchanges.Connecting;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Commands;

/// <summary><c>tradebooks ingest</c>: an exchange's live frames in, depth and trades in Kafka's topics out.</summary>
internal static class IngestCommand
{
    /// <summary>What the help says after the options.</summary>
    public const string Notes = """
        Examples:
          tradebooks ingest --exchange binance-spot --symbols btcusdt,ethusdt
              --brokers localhost:9092
          tradebooks ingest --exchange kraken --symbols XBT/USD,ETH/USD
              --brokers localhost:9092 --partition-map maps/kraken-config.json

        Depth goes to <exchange>-orderbook, trades to <exchange>-trades, each symbol
        to the partition that the map says: <exchange>-config.json in this folder,
        unless --partition-map names another (binance is the spot market's name).
        Lost connections are made again, and books that may be wrong get a new
        snapshot. Every minute (--snapshots) a snapshot of each book follows, so that
        a reader may begin anywhere. --serve shows books and connections in a browser.
        --bars 1m sends bars of the trades as well, each when its interval is over; one
        that was seen in part has none. No key of the exchange is needed. Ctrl-C ends
        it; what was received is sent first.
        Exit codes: 0 done (--duration), 2 bad input or settings, 4 Kafka can't be
        reached or did not take a record, 130 ended by Ctrl-C.
        """;

    // How long an ended run waits for a broker that may be down.
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(10);

    public static Command Create(CliHost host)
    {
        var connector = new ConnectorCommandOptions();
        var brokers = KafkaCommandOptions.Brokers();
        var map = KafkaCommandOptions.PartitionMap();
        map.Description = "File that says which partition carries which symbol; default: <exchange>-config.json";
        var snapshots = new Option<string>("--snapshots")
        {
            Description = "Time between two snapshots of a book",
            HelpName = "LENGTH",
            DefaultValueFactory = _ => "1m",
        };
        var bars = new BarCommandOptions();
        var set = CommonOptions.Set();
        set.Description = "A setting of Kafka, such as Kafka:Producer:linger.ms=20; may be repeated";
        var config = CommonOptions.Config();
        var json = CommonOptions.Json("Print the summary as JSON");
        var command = new Command("ingest", "Send an exchange's live depth and trades to Kafka's topics");
        connector.AddTo(command);
        var serve = ServeOption.AddTo(command, "meanwhile");
        foreach (var option in (Option[])[brokers, map, snapshots, bars.Bars, bars.Topic, set, config, json])
            command.Add(option);
        command.SetAction((result, stop) => Task.FromResult(host.Guard(() =>
        {
            var exchange = connector.ExchangeOf(result);
            var symbols = connector.SymbolsOf(result);
            var duration = connector.DurationOf(result);
            var options = connector.OptionsOf(result);
            var port = serve.Read(result);
            var settings = KafkaSettings.Load(result.GetValue(config), host.Environment, result.GetValue(set) ?? []);

            var barInterval = bars.Read(result);
            var interval = CommonOptions.ParseInterval(result.GetValue(snapshots), snapshots.Name)!.Value;
            var kafka = KafkaOptions.Read(settings, result.GetValue(brokers));
            var mapFile = result.GetValue(map) ?? exchange.Id + PartitionMap.FileSuffix;
            var partitions = PartitionMap.Read(mapFile);
            partitions.PartitionsOf(symbols);
            var notices = new BrokerNotices(host.Error.WriteLine, host.Clock);
            using var publisher = MarketPublisher.Open(kafka, exchange.Id, partitions, notices, host.Clock, stop);
            using var barPublisher = barInterval is null ? null
                : BarPublisher.Open(bars.KafkaOf(result, kafka, mapFile), symbols, notices, host.Clock, stop);
            var repeater = new SnapshotRepeater(exchange, publisher, interval, host.Clock);
            IMarketSink sink = barPublisher is null ? repeater
                : new SinkPair(repeater, new TradeBars(barInterval!.Value, barPublisher.Publish));
            using var live = new ExchangeConnector(
                exchange, symbols, options, sink, notices.Say, host.Clock, onApplied: repeater.OnApplied);
            using var served = port is { } number
                ? ServedIngest.Start(number, host, exchange, live, () => publisher.InFlight)
                : null;
            var run = new LiveRun(host.Clock, host.Error, () =>
            {
                publisher.ThrowIfFailed();
                barPublisher?.ThrowIfFailed();
                return $"{Text.Plural(publisher.Published, "record")}, {Text.Count(publisher.InFlight)} in flight";
            });
            var end = run.Run(live, duration, stop);
            if (!publisher.Flush(LastPatience) || barPublisher?.Flush(LastPatience) == false)
                throw new BrokerException($"Kafka at {kafka.Brokers} has not acknowledged {Text.Plural(publisher.InFlight + (barPublisher?.InFlight ?? 0), "record")} within {Text.Seconds(LastPatience)}");
            LiveSummary.Write(host, end, result.GetValue(json), "records", publisher.Published);
            return end.IsInterrupted ? ExitCode.Interrupted : ExitCode.Success;
        })));
        return command;
    }
}

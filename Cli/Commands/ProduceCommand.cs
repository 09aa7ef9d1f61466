using System.CommandLine;
using System.Globalization;
using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Cli.Settings;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Commands;

/// <summary><c>tradebooks produce</c>: bar files in, records in Kafka's topics out.</summary>
internal static class ProduceCommand
{
    /// <summary>What the help says after the options.</summary>
    public const string Notes = """
        Examples:
          tradebooks produce --data bars --brokers localhost:9092
          tradebooks produce --data bars --symbols AAPL,MSFT --brokers localhost:9092
              --speed 60x --from 2025-03-03 --to 2025-03-08
          tradebooks produce --data bars --brokers localhost:9092 --topic bars
              --partition-map bars-config.json --speed every:0.5 --loop
          tradebooks produce --data bars --brokers localhost:9092 --resume

        --resume reads the last bar of each symbol back from its topic and goes on
        behind it: after Ctrl-C, a crash, or on another machine. An end of data
        follows each symbol's last bar. Every property of librdkafka can be set:
        --set Kafka:Client:security.protocol=ssl, --set Kafka:Producer:linger.ms=20.
        Kafka before 0.11 (no headers): --set Kafka:Client:api.version.request=false
        --set Kafka:Client:broker.version.fallback=0.9.0.1
        Exit codes: 0 done, 2 bad input or settings, 4 Kafka can't be reached or did
        not take a record, 130 interrupted (go on with --resume).
        """;

    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"];

    public static Command Create(CliHost host)
    {
        var data = new Option<string>("--data", "-d") { Description = "Folder with SYMBOL.csv or SYMBOL.csv.gz", HelpName = "DIR", Required = true };
        var symbols = CommonOptions.Symbols();
        var brokers = KafkaCommandOptions.Brokers();
        var topic = KafkaCommandOptions.Topic();
        var map = KafkaCommandOptions.PartitionMap();
        var speed = new Option<string>("--speed")
        {
            Description = "max, realtime, event time per wall time such as 600x, or every:SECONDS between event times",
            DefaultValueFactory = _ => "max",
        };
        var from = new Option<string?>("--from") { Description = "First time that is sent, ISO 8601, UTC", HelpName = "TIME" };
        var to = new Option<string?>("--to") { Description = "First time that is not sent any more", HelpName = "TIME" };
        var loop = new Option<bool>("--loop") { Description = "Send the data again and again, each time moved on by whole weeks" };
        var noEnd = new Option<bool>("--no-end") { Description = "Leave out the records that say that a symbol's data has ended" };
        var resume = new Option<bool>("--resume") { Description = "Go on behind what the topics have" };
        var set = CommonOptions.Set();
        set.Description = "A setting of Kafka, such as Kafka:Producer:linger.ms=20; may be repeated";
        var config = CommonOptions.Config();
        var badRows = CommonOptions.BadRows("stop at a row that breaks the rules, or skip it");
        var timeZone = CommonOptions.TimeZone();
        var label = CommonOptions.Label();
        var interval = CommonOptions.Interval();
        var order = CommonOptions.Order();
        var json = CommonOptions.Json("Print the summary as JSON");
        var command = new Command("produce", "Send bars from files to Kafka's topics")
        {
            data, symbols, brokers, topic, map, speed, from, to, loop, noEnd, resume, set, config,
            badRows, timeZone, label, interval, order, json,
        };
        command.SetAction((result, stop) => Task.FromResult(host.Guard(() =>
        {
            var settings = KafkaSettings.Load(result.GetValue(config), host.Environment, result.GetValue(set) ?? []);
            var request = new ProduceRequest
            {
                Data = result.GetRequiredValue(data),
                Symbols = CommonOptions.List(result, symbols),
                Kafka = KafkaOptions.Read(settings, result.GetValue(brokers), result.GetValue(topic), result.GetValue(map)),
                Range = ParseRange(result.GetValue(from), result.GetValue(to)),
                Speed = ReplaySpeed.Parse(result.GetValue(speed)!),
                Loop = result.GetValue(loop),
                WithEnd = !result.GetValue(noEnd),
                Resume = result.GetValue(resume),
                Feed = new CsvBarFeedOptions
                {
                    TimeZone = CommonOptions.FindTimeZone(result.GetValue(timeZone)!),
                    Label = CommonOptions.ParseLabel(result.GetValue(label)!),
                    Interval = CommonOptions.ParseInterval(result.GetValue(interval)),
                    Order = CommonOptions.ParseOrder(result.GetValue(order)!),
                    BadRows = CommonOptions.ParseBadRows(result.GetValue(badRows)!),
                },
            };
            return Run(host, request, result.GetValue(json), stop);
        })));
        return command;
    }

    private static int Run(CliHost host, ProduceRequest request, bool asJson, CancellationToken stop)
    {
        ProduceResult result;
        using (IProduceProgress progress = host.IsErrorTerminal
            ? new ProduceProgress(host.Error, CliHost.Width)
            : new PlainProduceProgress(host.Error, TimeSpan.FromSeconds(5)))
        {
            result = new ProduceRun(host.Clock, CliHost.SinceStart).Run(request, progress, stop);
        }

        if (result.IsInterrupted)
        {
            host.Error.WriteLine(Describe(result));
            return ExitCode.Interrupted;
        }

        if (asJson)
        {
            using var output = host.OpenOutput();
            ProduceSummary.WriteJson(output, result);
        }
        else
        {
            ProduceSummary.Write(host.Output, result);
        }

        return ExitCode.Success;
    }

    private static string Describe(ProduceResult result)
    {
        var records = Text.Plural(result.Records, "record");
        var sent = !result.AcknowledgedUpTo.IsKnown ? $"after {records}, none of them acknowledged"
            : result.Unacknowledged == 0 ? $"after {records}, all acknowledged, up to {result.AcknowledgedUpTo}"
            : $"after {records}, acknowledged up to {result.AcknowledgedUpTo}; "
                + $"{Text.Count(result.Unacknowledged)} are not, and may be in the topics or not";
        return $"Interrupted {sent}. {ProduceRun.GoOn}";
    }

    private static ReplayRange ParseRange(string? from, string? to)
    {
        var range = new ReplayRange
        {
            From = from is null ? EventTime.MinValue : ParseTime("--from", from),
            To = to is null ? EventTime.MaxValue : ParseTime("--to", to),
        };
        return range.From < range.To ? range : throw new SettingException($"--to {to}: that is not after --from {from}");
    }

    private static EventTime ParseTime(string option, string text) => DateTime.TryParseExact(
        text.Replace(' ', 'T'), TimeFormats, CultureInfo.InvariantCulture,
        DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time)
        ? EventTime.FromUtc(time)
        : throw new SettingException($"{option} {text}: give a date or time in UTC such as 2025-03-07 or 2025-03-07T15:30");
}

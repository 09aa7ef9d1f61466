using System.CommandLine;
using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Cli.Serving;
using TradeBooks.Cli.Settings;

namespace TradeBooks.Cli.Commands;

/// <summary><c>tradebooks trade</c>: live topics in, trade log, state, figures and report out.</summary>
internal static class TradeCommand
{
    /// <summary>What the help says after the options.</summary>
    public const string Notes = """
        Examples:
          tradebooks trade --from kafka --brokers 127.0.0.1:9092 --symbols AAPL,MSFT
              --until-end --out out
          tradebooks trade --from kafka --brokers 127.0.0.1:9092 --symbols AAPL,MSFT
              --mode arrival --out live
          tradebooks trade --from kafka --brokers 127.0.0.1:9092 --symbols AAPL,MSFT
              --mode arrival --out live --resume

        event-time waits for every symbol, and gives the trade log of a backtest,
        byte for byte; arrival closes a time slot after arrival_wait_seconds.
        OUT gets the files of a backtest. `tradebooks status OUT` shows how far it is.
        Exit codes: 0 done, 2 bad input or settings, 3 results can't be written,
        4 Kafka can't be read on (go on with --resume), 130 stopped (--resume too).
        """;

    public static Command Create(CliHost host)
    {
        var from = new Option<string>("--from") { Description = "Where events come from", Required = true, HelpName = "kafka" }
            .AcceptOnlyFromAmong("kafka");
        var brokers = KafkaCommandOptions.Brokers();
        var symbols = CommonOptions.Symbols();
        symbols.Required = true;
        symbols.Description = "Symbols, separated by commas";
        var strategy = CommonOptions.Strategy();
        var mode = new Option<string>("--mode")
        {
            Description = "Whether a time slot waits for every symbol, or for a set time",
            DefaultValueFactory = _ => "event-time",
        }.AcceptOnlyFromAmong("event-time", "arrival");
        var output = new Option<string>("--out", "-o") { Description = "Folder of the results", HelpName = "OUT", Required = true };
        var untilEnd = new Option<bool>("--until-end") { Description = "Leave when every symbol's end of data is reached" };
        var resume = new Option<bool>("--resume") { Description = "Go on where a run was killed or stopped" };
        var beginning = new Option<bool>("--from-beginning")
        {
            Description = "Begin with the first record; always so with --mode event-time or --until-end. "
                + "Else a new run takes what comes from now on",
        };
        var onGap = new Option<string>("--on-gap")
        {
            Description = "stop where records are lost, or continue behind them",
            DefaultValueFactory = _ => "stop",
        }.AcceptOnlyFromAmong("stop", "continue");
        var topic = KafkaCommandOptions.Topic();
        var partitionMap = KafkaCommandOptions.PartitionMap();
        var group = new Option<string?>("--group")
        {
            Description = "Consumer group whose offsets follow, for lag tools; default: tradebooks-PORTFOLIO",
            HelpName = "ID",
        };
        var timeZone = CommonOptions.TimeZone();
        var set = CommonOptions.Set();
        var config = CommonOptions.Config();
        var json = CommonOptions.Json("Print the summary as JSON");
        var command = new Command("trade", "Trade from Kafka topics as records come")
        {
            from, brokers, symbols, strategy, mode, output, untilEnd, resume, beginning, onGap, topic, partitionMap, group,
            timeZone, set, config,
        };
        var serve = ServeOption.AddTo(command, "during the run");
        command.Add(json);
        command.SetAction((result, stop) => Task.FromResult(host.Guard(() =>
        {
            var (kafka, settings) = KafkaCommandOptions.Read(
                SettingsLoader.Load(result.GetValue(config), host.Environment, result.GetValue(set) ?? []),
                result.GetValue(brokers), result.GetValue(topic), result.GetValue(partitionMap));
            var isArrival = result.GetValue(mode) == "arrival";
            var request = new TradeRequest
            {
                Kafka = kafka,
                Symbols = CommonOptions.List(result, symbols),
                Strategies = CommonOptions.List(result, strategy),
                Out = result.GetRequiredValue(output),
                Settings = settings,
                Resume = result.GetValue(resume),
                IsArrival = isArrival,
                UntilEnd = result.GetValue(untilEnd),
                FromBeginning = !isArrival || result.GetValue(beginning) || result.GetValue(untilEnd),
                ContinuesOnGap = result.GetValue(onGap) == "continue",
                Group = result.GetValue(group),
                TimeZone = CommonOptions.FindTimeZone(result.GetValue(timeZone)!),
            };
            return Run(host, request, serve.Read(result), result.GetValue(json), stop);
        })));
        return command;
    }

    private static int Run(CliHost host, TradeRequest request, int? port, bool asJson, CancellationToken stop)
    {
        using var server = port is { } number ? ServedRun.Start(number, host, isReplay: false) : null;
        RunResult result;
        using (var progress = Progress(host, asJson))
            result = new TradeRun(host.Clock, CliHost.SinceStart, server?.Watch).Run(request, progress, stop);
        return RunOutput.Write(host, result, request.Out, asJson, "Stopped");
    }

    private static ITradeProgress Progress(CliHost host, bool asJson) => asJson
        ? new NoTradeProgress(host.Error)
        : new TradeProgress(host.Error, host.IsErrorTerminal ? null : TimeSpan.FromSeconds(5), CliHost.Width);
}

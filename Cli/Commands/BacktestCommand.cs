using System.CommandLine;
using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Cli.Serving;
using TradeBooks.Cli.Settings;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Commands;

/// <summary><c>tradebooks backtest</c>: bar files or recorded frames in, trade log, state, figures and report out.</summary>
internal static class BacktestCommand
{
    /// <summary>What the help says after the options.</summary>
    public const string Notes = """
        Examples:
          tradebooks backtest --data bars --strategy lss --out out
          tradebooks backtest --data bars --symbols AAPL,MSFT --strategy sma-cross
              --set fast=10 --set slow=30 --set direction=long-short --set sizing=all-in
              --out out
          tradebooks backtest --data bars --strategy lss,trend=macd-trend
              --set trend.sizing=target --set trend.risk_per_trade=0.5 --out out
          tradebooks backtest --data bars --strategy lss --out out --resume
          tradebooks backtest --data bars --strategy lss --out out --speed 600x --serve
          tradebooks backtest --exchange binance-spot --format hftbacktest
              --strategy book-imbalance --set lot_size=0.00001 --set fees=percent
              --set days_per_year=365 --out out day1.gz day2.gz

        Bars come from --data, or depth and trades from recorded frames: FILEs of one
        exchange with --exchange (whose rules keep the books) and --format. Crypto is
        traded in parts: set lot_size. Trade by the book: --strategy book-imbalance.
        OUT gets order_book.csv, trading_state.json, summary.json and report.html.
        Exit codes: 0 done, 2 bad input or settings (nothing written),
        3 results can't be written, 130 interrupted (go on with --resume).
        """;

    public static Command Create(CliHost host)
    {
        var data = new Option<string>("--data", "-d") { Description = "Folder with SYMBOL.csv or SYMBOL.csv.gz", HelpName = "DIR" };
        var capture = new CaptureCommandOptions(isRequired: false);
        var symbols = CommonOptions.Symbols();
        var strategy = CommonOptions.Strategy();
        var output = new Option<string>("--out", "-o") { Description = "Folder of the results", HelpName = "OUT", Required = true };
        var set = CommonOptions.Set();
        var config = CommonOptions.Config();
        var resume = new Option<bool>("--resume") { Description = "Go on with a run that was killed or stopped" };
        var speed = new Option<string>("--speed")
        {
            Description = "max, realtime, or event time per wall time such as 600x",
            DefaultValueFactory = _ => "max",
        };
        var badRows = CommonOptions.BadRows("stop at a row that breaks the rules, or skip it into rejected.csv");
        var timeZone = CommonOptions.TimeZone();
        var label = CommonOptions.Label();
        var interval = CommonOptions.Interval();
        var order = CommonOptions.Order();
        var json = CommonOptions.Json("Print the summary as JSON");
        var command = new Command("backtest", "Replay bars or recorded frames through strategies and a simulated venue")
        {
            data, symbols, strategy, output, set, config, resume, speed, badRows, timeZone, label, interval, order,
        };
        var serve = ServeOption.AddTo(command, "during the run and after it, until Ctrl-C");
        command.Add(json);
        capture.AddTo(command);
        command.SetAction((result, stop) => Task.FromResult(host.Guard(() =>
        {
            var frames = capture.Read(result);
            var folder = result.GetValue(data);
            if (frames is null && folder is null)
                throw new SettingException("there are no data: give --data DIR with bar files, or --exchange, --format and FILEs with recorded frames");
            if (frames is not null)
                CommonOptions.Reject(result, "is for bar files, and recorded frames are given", data, badRows, timeZone, label, interval, order);
            var request = new RunRequest
            {
                Data = folder,
                Capture = frames,
                Symbols = CommonOptions.List(result, symbols),
                Strategies = CommonOptions.List(result, strategy),
                Out = result.GetRequiredValue(output),
                Settings = SettingsLoader.Load(result.GetValue(config), host.Environment, result.GetValue(set) ?? [])
                    .Where(setting => !KafkaOptions.Owns(setting.Key)).ToDictionary(),
                Resume = result.GetValue(resume),
                Speed = Speed.Parse(result.GetValue(speed)!),
                Feed = new CsvBarFeedOptions
                {
                    TimeZone = CommonOptions.FindTimeZone(result.GetValue(timeZone)!),
                    Label = CommonOptions.ParseLabel(result.GetValue(label)!),
                    Interval = CommonOptions.ParseInterval(result.GetValue(interval)),
                    Order = CommonOptions.ParseOrder(result.GetValue(order)!),
                    BadRows = CommonOptions.ParseBadRows(result.GetValue(badRows)!),
                },
            };
            return Run(host, request, serve.Read(result), result.GetValue(json), stop);
        })));
        return command;
    }

    private static int Run(CliHost host, RunRequest request, int? port, bool asJson, CancellationToken stop)
    {
        using var server = port is { } number ? ServedRun.Start(number, host, isReplay: true) : null;
        RunResult result;
        var noun = request.Capture is null ? "bars" : "events";
        using (var progress = Progress(host, asJson, noun))
            result = new BacktestRun(host.Clock, CliHost.SinceStart, server?.Watch).Run(request, progress, stop);
        var code = RunOutput.Write(
            host, result with { Noun = noun, Row = request.Capture is null ? "row" : "frame" }, request.Out, asJson, "Interrupted");
        if (request.Capture is not null && result.Report.Summary is { Fills: 0, RefusedOrders: > 0 } && !HasLotSize(request.Settings))
            host.Error.WriteLine("No order was filled. Without setting lot_size only whole coins are traded.");
        if (server is not null && !result.IsInterrupted)
            server.ServeUntil(stop);
        return code;
    }

    // Of all symbols, or of one (BTCUSDT.lot_size).
    private static bool HasLotSize(IReadOnlyDictionary<string, string> settings) =>
        settings.Keys.Any(key => key.Split('.')[^1].Trim().Equals("lot_size", StringComparison.OrdinalIgnoreCase));

    private static IRunProgress Progress(CliHost host, bool asJson, string noun) => asJson
        ? new NoProgress()
        : host.IsErrorTerminal
            ? new BarProgress(host.Error, CliHost.Width, noun)
            : new PlainProgress(host.Error, TimeSpan.FromSeconds(5), noun);
}

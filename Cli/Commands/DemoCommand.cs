using System.CommandLine;
using Spectre.Console;
using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Cli.Serving;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Cli.Commands;

/// <summary><c>tradebooks demo</c>: the shipped synthetic days, traded at a pace that can be watched.</summary>
internal static class DemoCommand
{
    /// <summary>What the help says after the options.</summary>
    public const string Notes = """
        Examples:
          tradebooks demo
          tradebooks demo --serve
          tradebooks demo --speed max --out results
        """;

    public static Command Create(CliHost host)
    {
        var output = new Option<string>("--out", "-o")
        {
            Description = "Folder of the results",
            HelpName = "OUT",
            DefaultValueFactory = _ => Path.Combine("out", "demo"),
        };
        var speed = new Option<string>("--speed")
        {
            Description = "max, realtime, or event time per wall time",
            DefaultValueFactory = _ => "6000x",
        };
        var command = new Command("demo", "Trade the shipped synthetic days at a pace that can be watched") { output, speed };
        var serve = ServeOption.AddTo(command, "during the run and after it, until Ctrl-C");
        command.SetAction((result, stop) => Task.FromResult(host.Guard(() =>
        {
            var request = new RunRequest
            {
                Data = FindSample(),
                Symbols = [],
                Strategies = ["lss"],
                Out = result.GetRequiredValue(output),
                Settings = new Dictionary<string, string> { ["risk_per_trade"] = "0.2" },
                Speed = Speed.Parse(result.GetValue(speed)!),
            };
            return Run(host, request, serve.Read(result), stop);
        })));
        return command;
    }

    private static int Run(CliHost host, RunRequest request, int? port, CancellationToken stop)
    {
        using var server = port is { } number ? ServedRun.Start(number, host, isReplay: true) : null;
        host.Output.WriteLine("TradeBooks demo: liquidity surge scalping on synthetic minute bars.");
        RunResult result;
        using (IRunProgress progress = host.IsOutputTerminal && DemoProgress.Fits(AnsiConsole.Profile)
            ? new DemoProgress(AnsiConsole.Console)
            : new PlainProgress(host.Output, TimeSpan.FromSeconds(1)))
        {
            result = new BacktestRun(host.Clock, CliHost.SinceStart, server?.Watch).Run(request, progress, stop);
        }

        if (result.IsInterrupted)
        {
            host.Error.WriteLine("Interrupted.");
            return ExitCode.Interrupted;
        }

        SummaryText.Write(host.Output, result, request.Out);
        host.Output.WriteLine();
        host.Output.WriteLine($"Open {Path.Combine(request.Out, "report.html")} in a browser.");
        if (server is null)
            host.Output.WriteLine("Watch it live in a browser: ./tradebooks demo --serve");
        host.Output.WriteLine("Your own data: ./tradebooks backtest --help");
        server?.ServeUntil(stop);
        return ExitCode.Success;
    }

    // Beside the program when published, at the root of the repository when built there.
    private static string FindSample()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var sample = Path.Combine(folder.FullName, "data", "sample");
            if (Directory.Exists(sample))
                return sample;
        }

        throw new SettingException("the sample data (data/sample) are not beside the program");
    }
}

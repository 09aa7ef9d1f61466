using System.CommandLine;
using TradeBooks.Cli;
using TradeBooks.Cli.Commands;

var host = new CliHost();
var root = new RootCommand("TradeBooks: an event-driven algorithmic trading system. Start with: tradebooks demo");
var help = ExamplesHelp.Install(root);
help.Add(root, DemoCommand.Create(host), DemoCommand.Notes);
help.Add(root, BacktestCommand.Create(host), BacktestCommand.Notes);
help.Add(root, ProduceCommand.Create(host), ProduceCommand.Notes);
help.Add(root, TradeCommand.Create(host), TradeCommand.Notes);
help.Add(root, GenerateCommand.Create(host), GenerateCommand.Notes);
help.Add(root, CheckCommand.Create(host), CheckCommand.Notes);
help.Add(root, IngestCommand.Create(host), IngestCommand.Notes);
help.Add(root, RecordCommand.Create(host), RecordCommand.Notes);
help.Add(root, ReplayCommand.Create(host), ReplayCommand.Notes);
help.Add(root, SettingsCommand.Create(host), SettingsCommand.Notes);
help.Add(root, PartitionsCommand.Create(host), PartitionsCommand.Notes);
help.Add(root, StatusCommand.Create(host), StatusCommand.Notes);

var command = root.Parse(args.Length > 0 ? args : ["--help"]);
if (command.Errors.Count > 0 && command.Action is not ExamplesHelp)
{
    host.Error.WriteLine($"tradebooks: {UsageErrors.Say(command.Errors)}");
    host.Error.WriteLine("tradebooks --help, or a command with --help, says what there is.");
    return ExitCode.BadInput;
}

return await command.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });

using System.CommandLine;
using TradeBooks.Cli;
using TradeBooks.Cli.Commands;

var host = new CliHost();
var root = new RootCommand("TradeBooks: an event-driven algorithmic trading system. Start with `tradebooks demo`.")
{
    DemoCommand.Create(host),
    BacktestCommand.Create(host),
    GenerateCommand.Create(host),
    StatusCommand.Create(host),
};

var command = root.Parse(args);
if (command.Errors.Count > 0 && command.Action is not System.CommandLine.Help.HelpAction)
{
    foreach (var error in command.Errors)
        host.Error.WriteLine($"tradebooks: {error.Message}");
    host.Error.WriteLine($"Help: tradebooks {command.CommandResult.Command.Name.Replace("tradebooks", "", StringComparison.Ordinal)} --help");
    return ExitCode.BadInput;
}

return await command.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TradeBooks.Cli.Commands;

/// <summary>The usual help of a command, then examples and what else its user should know.</summary>
internal sealed class ExamplesHelp : SynchronousCommandLineAction
{
    private readonly HelpAction _usual;
    private readonly Dictionary<Command, string> _notes = [];

    private ExamplesHelp(HelpAction usual) => _usual = usual;

    /// <summary>Takes the place of the root command's help.</summary>
    public static ExamplesHelp Install(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        var usual = (HelpAction)option.Action!;
        usual.MaxWidth = CliHost.Width;
        var help = new ExamplesHelp(usual);
        option.Action = help;
        return help;
    }

    public void Add(RootCommand root, Command command, string notes)
    {
        root.Add(command);
        _notes.Add(command, notes);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = _usual.Invoke(parseResult);
        if (_notes.TryGetValue(parseResult.CommandResult.Command, out var notes))
            parseResult.InvocationConfiguration.Output.WriteLine(notes);
        return code;
    }
}

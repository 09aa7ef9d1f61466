using System.CommandLine.Parsing;

namespace TradeBooks.Cli.Commands;

/// <summary>What is wrong with the arguments, in one line.</summary>
internal static class UsageErrors
{
    private const string NoCommand = "Required command was not provided.";

    /// <param name="errors">At least one; the others follow from the first as a rule.</param>
    public static string Say(IEnumerable<ParseError> errors)
    {
        var messages = errors.Select(error => error.Message).ToList();
        var message = messages.Find(text => text != NoCommand) ?? messages[0];

        // A user has no use for the name of a .NET type.
        var type = message.IndexOf(" as expected type", StringComparison.Ordinal);
        if (type >= 0)
            message = message[..type] + ".";
        return string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}

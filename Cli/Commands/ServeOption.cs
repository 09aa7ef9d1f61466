using System.CommandLine;
using System.Globalization;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Cli.Commands;

/// <summary><c>--serve[=PORT]</c>: the API of a run.</summary>
internal static class ServeOption
{
    private const int DefaultPort = 5080;

    public static Option<string?> Create(string description) => new("--serve")
    {
        Description = $"{description}; default port {DefaultPort}, 0 for a free one",
        HelpName = "PORT",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <returns>The port; null where the option was not given.</returns>
    /// <exception cref="SettingException">It is no port.</exception>
    public static int? Port(ParseResult result, Option<string?> option)
    {
        if (result.GetResult(option) is null)
            return null;
        return result.GetValue(option) switch
        {
            null => DefaultPort,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue => port,
            var text => throw new SettingException($"--serve={text}: give a port from 1 to 65535, or 0 for a free one"),
        };
    }
}

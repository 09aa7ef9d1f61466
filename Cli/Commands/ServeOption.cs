using System.CommandLine;
using System.Globalization;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Cli.Commands;

/// <summary><c>--serve [--port N]</c>, or <c>--serve=N</c>: the dashboard and the API of a run.</summary>
internal sealed class ServeOption
{
    private const int DefaultPort = 5080;
    private const string PortName = "--port";
    private readonly Option<string?> _serve;
    private readonly Option<string?> _port;

    private ServeOption(string when)
    {
        _serve = new Option<string?>("--serve")
        {
            Description = $"Serve dashboard and API on 127.0.0.1 {when}",
            HelpName = "PORT",
            Arity = ArgumentArity.ZeroOrOne,
        };
        _port = new Option<string?>(PortName)
        {
            Description = $"Port of --serve, 0 for a free one; default {DefaultPort}",
            HelpName = "PORT",
        };
    }

    /// <param name="command">Gets the two options.</param>
    /// <param name="when">For how long the run is served.</param>
    public static ServeOption AddTo(Command command, string when)
    {
        var option = new ServeOption(when);
        command.Add(option._serve);
        command.Add(option._port);
        return option;
    }

    /// <returns>The port; null where nothing is served.</returns>
    /// <exception cref="SettingException">It is no port, two ports, or a port of nothing.</exception>
    public int? Read(ParseResult result)
    {
        var (serve, port) = (result.GetValue(_serve), result.GetValue(_port));
        var separate = port is null ? (int?)null : Parse($"{PortName} {port}", port);
        if (result.GetResult(_serve) is null)
        {
            return separate is null
                ? null
                : throw new SettingException($"{PortName} {port}: it is the port of --serve, which is not given");
        }

        var attached = serve is null ? (int?)null : Parse($"--serve={serve}", serve);
        return attached is null || separate is null || attached == separate
            ? attached ?? separate ?? DefaultPort
            : throw new SettingException($"--serve={serve} and {PortName} {port} are two ports: give one");
    }

    private static int Parse(string option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new SettingException($"{option}: give a port from 1 to 65535, or 0 for a free one");
}

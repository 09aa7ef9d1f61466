using System.CommandLine;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Exchanges.Connecting;

namespace TradeBooks.Cli.Commands;

/// <summary>Options of the commands that connect to an exchange.</summary>
internal sealed class ConnectorCommandOptions
{
    public ConnectorCommandOptions()
    {
        Exchange.AcceptOnlyFromAmong(Feeds.Exchanges.Exchange.AllNames);
    }

    public Option<string> Exchange { get; } = new("--exchange", "-e") { Description = "The exchange", Required = true };

    public Option<string[]> Symbols { get; } = new("--symbols", "-s")
    {
        Description = "Symbols as the exchange names them, separated by commas",
        HelpName = "A,B",
        Required = true,
    };

    public Option<string?> Duration { get; } = new("--duration")
    {
        Description = "End after a time such as 30s, 10m, 1h; default: at Ctrl-C",
        HelpName = "LENGTH",
    };

    public Option<string?> Stream { get; } = new("--stream-address")
    {
        Description = "Address of the WebSocket; default: the exchange's own",
        HelpName = "URL",
    };

    public Option<string?> Rest { get; } = new("--rest-address")
    {
        Description = "Address of the REST interface; default: the exchange's own",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        command.Add(Exchange);
        command.Add(Symbols);
        command.Add(Duration);
        command.Add(Stream);
        command.Add(Rest);
    }

    public Exchange ExchangeOf(ParseResult result) => Feeds.Exchanges.Exchange.Find(result.GetRequiredValue(Exchange))!;

    /// <exception cref="SettingException">There is none, or one can't be.</exception>
    public IReadOnlyList<string> SymbolsOf(ParseResult result) =>
        ExchangeConnector.Normalise(ExchangeOf(result), CommonOptions.List(result, Symbols));

    /// <exception cref="SettingException">Not a length.</exception>
    public TimeSpan? DurationOf(ParseResult result) => CommonOptions.ParseInterval(result.GetValue(Duration), Duration.Name);

    /// <exception cref="SettingException">An address is none.</exception>
    public ConnectorOptions OptionsOf(ParseResult result) => new()
    {
        StreamAddress = Address(result, Stream, "ws", "wss"),
        RestAddress = Address(result, Rest, "http", "https"),
    };

    private static Uri? Address(ParseResult result, Option<string?> option, params string[] schemes)
    {
        if (result.GetValue(option) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme)
            ? address
            : throw new SettingException($"{option.Name} {text}: give an address that begins with {string.Join(" or ", schemes.Select(scheme => scheme + "://"))}");
    }
}

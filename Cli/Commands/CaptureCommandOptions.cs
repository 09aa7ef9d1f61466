using System.CommandLine;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Captures;

namespace TradeBooks.Cli.Commands;

/// <summary>Options of the commands that read recorded frames.</summary>
internal sealed class CaptureCommandOptions
{
    private const string HftBacktest = "hftbacktest";
    private const string Cryptofeed = "cryptofeed";
    private const string Skip = "skip";

    /// <param name="isRequired">Whether the command reads nothing else.</param>
    public CaptureCommandOptions(bool isRequired)
    {
        Exchange = new Option<string?>("--exchange", "-e") { Description = "Whose recorded frames they are", Required = isRequired };
        Exchange.AcceptOnlyFromAmong(Feeds.Exchanges.Exchange.AllNames);
        Format = new Option<string?>("--format", "-f") { Description = "How the frames stand in the files", Required = isRequired };
        Format.AcceptOnlyFromAmong(HftBacktest, Cryptofeed);
        BadFrames = new Option<string>("--bad-frames")
        {
            Description = "stop at a frame that can't be read, or skip it: the books lose it",
            DefaultValueFactory = _ => "stop",
        }.AcceptOnlyFromAmong("stop", Skip);
        Files = new Argument<string[]>("FILE")
        {
            Description = "Recorded frames, in their order",
            Arity = isRequired ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore,
        };

        // A mistyped option must not be taken for a file.
        Files.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.StartsWith('-'))
                    result.AddError($"Unrecognized command or argument '{token.Value}'.");
            }
        });
    }

    public Option<string?> Exchange { get; }

    public Option<string?> Format { get; }

    public Option<string> BadFrames { get; }

    public Argument<string[]> Files { get; }

    public void AddTo(Command command)
    {
        command.Add(Exchange);
        command.Add(Format);
        command.Add(BadFrames);
        command.Add(Files);
    }

    /// <summary>The frames that are named; null where nothing of them is.</summary>
    /// <exception cref="SettingException">Only a part of what is needed is given.</exception>
    public CaptureFiles? Read(ParseResult result)
    {
        var exchange = result.GetValue(Exchange);
        var format = result.GetValue(Format);
        var files = result.GetValue(Files) ?? [];
        if (exchange is null && format is null && files.Length == 0)
        {
            CommonOptions.Reject(result, "is for recorded frames, and none are given", BadFrames);
            return null;
        }

        if (exchange is null || format is null || files.Length == 0)
        {
            var lacks = exchange is null ? Exchange.Name : format is null ? Format.Name : "their FILEs";
            throw new SettingException($"recorded frames are read with --exchange, --format and FILEs: {lacks} {(lacks[0] == '-' ? "is" : "are")} missing");
        }

        return new CaptureFiles(
            Feeds.Exchanges.Exchange.Find(exchange)!, format == HftBacktest ? CaptureFormat.HftBacktest : CaptureFormat.Cryptofeed, files)
        {
            SkipsBadFrames = result.GetValue(BadFrames) == Skip,
        };
    }
}

using System.Text.Json;
using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>A run of <c>tradebooks trade</c>, in as many processes as it takes.</summary>
/// <param name="side">The broker.</param>
/// <param name="output">Folder of the results.</param>
/// <param name="template">Topic of a symbol's bars.</param>
/// <param name="symbols">The symbols.</param>
/// <param name="more">Arguments of every one of its processes.</param>
internal sealed class Trader(BrokerSide side, string output, string template, IEnumerable<string> symbols, params string[] more)
{
    /// <summary>Its results when it is finished.</summary>
    public RunResults Results => new(output);

    /// <summary>The trade log on its way.</summary>
    public string LogPath => Path.Combine(output, ".run", RunResults.TradeLogName);

    public bool HasSaved => File.Exists(StatePath);

    /// <summary>When it has saved last, UTC; some time long ago where it has not.</summary>
    public DateTime SavedAt => File.GetLastWriteTimeUtc(StatePath);

    /// <summary>Length of the trade log on its way; −1 where there is none.</summary>
    public long LogLength => File.Exists(LogPath) ? new FileInfo(LogPath).Length : -1;

    public bool IsFinished => File.Exists(Path.Combine(output, RunResults.StateName));

    /// <summary>What was saved last; null where nothing was.</summary>
    public SavedTrade? Saved
    {
        get
        {
            foreach (var path in new[] { StatePath, Path.Combine(output, RunResults.StateName) })
            {
                try
                {
                    using var document = JsonDocument.Parse(File.ReadAllBytes(path));
                    return new SavedTrade(document.RootElement.Clone());
                }
                catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
                {
                    // In the other place, or not there yet.
                }
            }

            return null;
        }
    }

    private string StatePath => Path.Combine(output, ".run", RunResults.StateName);

    public string[] Arguments(params IEnumerable<string> others) =>
    [
        "trade", "--from", "kafka", .. side.Arguments, "--symbols", string.Join(',', symbols), "--topic", template, "--out", output,
        .. more, .. others,
    ];

    public RunningProgram Start(params IEnumerable<string> others) => RunningProgram.Start(Arguments(others));

    /// <summary>Runs to its end.</summary>
    public ProgramResult Run(params IEnumerable<string> others) => RunningProgram.Run(Arguments(others));

    /// <summary>Runs until all data have ended.</summary>
    public SavedTrade RunUntilEnd(params IEnumerable<string> others)
    {
        Run(["--until-end", .. others]).ShouldExit(0);
        return Saved!;
    }
}

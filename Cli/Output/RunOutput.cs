using TradeBooks.Cli.Running;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Output;

/// <summary>What a command that runs the engine says at its end.</summary>
internal static class RunOutput
{
    /// <param name="host">Where it goes.</param>
    /// <param name="result">The run.</param>
    /// <param name="folder">Folder of its results.</param>
    /// <param name="asJson">Whether the summary is printed as JSON.</param>
    /// <param name="interrupted">What a run is called that did not come to its end.</param>
    /// <returns>The exit code.</returns>
    public static int Write(CliHost host, RunResult result, string folder, bool asJson, string interrupted)
    {
        if (result.IsInterrupted)
        {
            host.Error.WriteLine($"{interrupted}; the state is saved. Go on with --resume --out {folder}");
            return ExitCode.Interrupted;
        }

        if (asJson)
        {
            using var output = host.OpenOutput();
            SummaryFile.Write(output, result.Report.Summary, result.Elapsed, result.BarsProcessed);
            output.Write("\n"u8);
        }
        else
        {
            SummaryText.Write(host.Output, result, folder);
        }

        return ExitCode.Success;
    }
}

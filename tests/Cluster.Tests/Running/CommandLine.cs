using System.Diagnostics;

namespace TradeBooks.Cluster.Tests.Running;

/// <summary>The command line as a process of its own.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private readonly string _arguments;

    private CommandLine(IReadOnlyList<string> arguments)
    {
        _arguments = string.Join(' ', arguments);
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(LocalCluster.Root, "Cli", "bin", framework.Parent!.Name, framework.Name, "tradebooks");
        _process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Settings come from the arguments alone.
            WorkingDirectory = Path.GetTempPath(),
        })!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public static CommandLine Start(params IReadOnlyList<string> arguments) => new(arguments);

    /// <summary>Runs it to its end, which must be a good one.</summary>
    public static async Task RunAsync(params IReadOnlyList<string> arguments)
    {
        using var program = new CommandLine(arguments);
        await program.ShouldSucceedAsync();
    }

    public bool HasExited => _process.HasExited;

    public async Task ShouldSucceedAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(
            _process.ExitCode == 0, $"tradebooks {_arguments}: exit code {_process.ExitCode}\n{await _output}\n{await _errors}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

using System.Diagnostics;
using System.Text;

namespace TradeBooks.EndToEnd.Tests.Running;

/// <summary>A process of the built command line.</summary>
internal sealed class RunningProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;
    private readonly StringBuilder _errorSoFar = new();

    private RunningProgram(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = ReadErrorAsync(process.StandardError);
    }

    public bool HasExited => _process.HasExited;

    /// <summary>What was said on standard error until now.</summary>
    public string ErrorSoFar
    {
        get
        {
            lock (_errorSoFar)
                return _errorSoFar.ToString();
        }
    }

    /// <summary>Runs it to its end.</summary>
    public static ProgramResult Run(params IEnumerable<string> arguments) => RunIn(null, null, arguments);

    /// <summary>Runs it in a folder, with more variables in its environment.</summary>
    public static ProgramResult RunIn(
        string? folder, IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> arguments)
    {
        using var program = Start(arguments, folder, environment);
        return program.WaitForExit();
    }

    public static RunningProgram Start(
        IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Repository.Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };

        // Settings come from the environment too; those of the tests' own are not meant.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TRADEBOOKS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new RunningProgram(process);
    }

    /// <summary>SIGKILL: the process has no say in it.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal by its name, such as TERM.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {_process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    public ProgramResult WaitForExit()
    {
        if (!_process.WaitForExit(Patience))
        {
            Kill();
            Assert.Fail($"no end after {Patience}:\n{_output.GetAwaiter().GetResult()}\n{_error.GetAwaiter().GetResult()}");
        }

        return new ProgramResult(_process.ExitCode, _output.GetAwaiter().GetResult(), _error.GetAwaiter().GetResult());
    }

    private async Task<string> ReadErrorAsync(StreamReader error)
    {
        var part = new char[1024];
        while (await error.ReadAsync(part) is > 0 and var length)
        {
            lock (_errorSoFar)
                _errorSoFar.Append(part, 0, length);
        }

        return ErrorSoFar;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}

using System.Diagnostics;

namespace TradeBooks.Tests.Kafka;

/// <summary>A main class of Kafka's jars, running as a process of its own.</summary>
internal sealed class JavaProcess : IDisposable
{
    private readonly Process _process;

    private JavaProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts it; what it logs and prints goes to files of <paramref name="name"/> in the folder.</summary>
    public static JavaProcess Start(
        KafkaBrokerFolder folder, string name, IEnumerable<string> options, string mainClass, params IEnumerable<string> arguments)
    {
        // The shell only redirects: inherited output would keep the pipe of whoever reads the tests' output open.
        string[] command =
        [
            "-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", folder.OutputOf(name),
            KafkaInstallation.Java, .. options, "-XX:+UseSerialGC",
            $"-Dlog4j.configuration=file:{folder.LogSettings}", $"-Dlog={folder.LogOf(name)}",
            "-cp", KafkaInstallation.ClassPath, mainClass, .. arguments,
        ];
        return new JavaProcess(Process.Start(new ProcessStartInfo("sh", command) { WorkingDirectory = folder.Root })!);
    }

    /// <summary>SIGKILL; nothing where it has ended.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Its exit code, or null where it has not ended within the limit.</summary>
    public int? WaitForExit(TimeSpan limit) => _process.WaitForExit(limit) ? _process.ExitCode : null;

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}

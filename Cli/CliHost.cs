using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Storage;

namespace TradeBooks.Cli;

/// <summary>What commands see of the process around them.</summary>
internal sealed class CliHost
{
    public TextWriter Output { get; } = Console.Out;

    public TextWriter Error { get; } = Console.Error;

    public TimeProvider Clock { get; } = TimeProvider.System;

    public IDictionary Environment { get; } = System.Environment.GetEnvironmentVariables();

    public bool IsErrorTerminal { get; } = !Console.IsErrorRedirected;

    public bool IsOutputTerminal { get; } = !Console.IsOutputRedirected;

    /// <summary>Columns of the terminal.</summary>
    public static int Width => Math.Clamp(TerminalWidth(), 40, 100);

    /// <summary>
    /// Wall time since the process began, its start-up included. A shell that replaces itself by this program passes
    /// on its own start, so <c>./tradebooks</c>, which may have built first, names the moment in
    /// <c>TRADEBOOKS_STARTED</c> (seconds since 1970).
    /// </summary>
    public static TimeSpan SinceStart() => DateTime.UtcNow - Started;

    private static readonly DateTime Started = FindStart(System.Environment.GetEnvironmentVariable("TRADEBOOKS_STARTED"));

    /// <summary>Standard output as bytes.</summary>
    public Stream OpenOutput()
    {
        Output.Flush();
        return Console.OpenStandardOutput();
    }

    /// <summary>Runs a command; what can go wrong becomes one line and an exit code.</summary>
    public int Guard(Func<int> command)
    {
        Console.OutputEncoding = Encoding.UTF8;
        try
        {
            return command();
        }
        catch (Exception e) when (e is SettingException or FeedException or StrategyDataException)
        {
            Error.WriteLine($"tradebooks: {e.Message}");
            return ExitCode.BadInput;
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            Error.WriteLine($"tradebooks: {e.Message}");
            return ExitCode.StorageFailed;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (BrokerException e)
        {
            Error.WriteLine($"tradebooks: {e.Message}");
            return ExitCode.BrokerFailed;
        }
    }

    private static DateTime FindStart(string? named)
    {
        var process = Process.GetCurrentProcess().StartTime.ToUniversalTime();
        if (!double.TryParse(named, CultureInfo.InvariantCulture, out var seconds)
            || !double.IsFinite(seconds) || Math.Abs(seconds) > 1e11)
        {
            return process;
        }

        var started = DateTime.UnixEpoch.AddSeconds(seconds);
        return started > process && started <= DateTime.UtcNow ? started : process;
    }

    private static int TerminalWidth()
    {
        try
        {
            return Console.IsOutputRedirected ? 80 : Console.WindowWidth;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}

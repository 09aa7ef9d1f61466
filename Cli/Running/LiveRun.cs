using TradeBooks.Cli.Output;
using TradeBooks.Feeds.Exchanges.Connecting;

namespace TradeBooks.Cli.Running;

/// <summary>Runs a connector for a time or until it is stopped, and says every few seconds how it goes.</summary>
/// <param name="clock">Wall time.</param>
/// <param name="error">Takes the lines.</param>
/// <param name="describe">What became of the data, for the lines; called some times a second, and may throw to end it.</param>
internal sealed class LiveRun(TimeProvider clock, TextWriter error, Func<string> describe)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <remarks>Throws what the connector's sink or recorder throws.</remarks>
    public LiveEnd Run(ExchangeConnector connector, TimeSpan? duration, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var start = clock.GetTimestamp();
        var running = connector.RunAsync(ended.Token);
        var lastLine = TimeSpan.Zero;
        var counters = connector.Counters;
        while (true)
        {
            var elapsed = clock.GetElapsedTime(start);
            var left = duration - elapsed;
            if (stop.IsCancellationRequested || left <= TimeSpan.Zero || running.IsCompleted)
                break;
            counters = connector.Counters;
            string text;
            try
            {
                text = describe();
            }
            catch
            {
                End(running, ended);
                throw;
            }

            if (elapsed - lastLine >= LineInterval)
            {
                lastLine = elapsed;
                error.WriteLine(LiveSummary.Line(counters, text));
            }

            ((IAsyncResult)running).AsyncWaitHandle.WaitOne(left < Look ? left.Value : Look);
        }

        End(running, ended);
        if (running.IsFaulted)
            running.GetAwaiter().GetResult();
        var last = connector.Counters.Zip(counters, (now, before) => now with { InSync = before.InSync });
        return new LiveEnd(stop.IsCancellationRequested, clock.GetElapsedTime(start), [.. last]);
    }

    private static void End(Task running, CancellationTokenSource ended)
    {
        ended.Cancel();
        ((IAsyncResult)running).AsyncWaitHandle.WaitOne();
    }
}

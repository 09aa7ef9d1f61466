using System.Diagnostics;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>How fast a cluster gets through what has piled up.</summary>
/// <param name="EventsPerSecond">From a tenth of the events, when all of it has been compiled and runs, to the last.</param>
/// <param name="ProcessorPerMillion">Processor time of all silos for a million events, over the same stretch.</param>
internal readonly record struct Backlog(double EventsPerSecond, TimeSpan ProcessorPerMillion)
{
    private const int UncountedShare = 10;

    /// <summary>Starts a cluster over topics that are full, and stops it when all is durable.</summary>
    public static async Task<Backlog> MeasureAsync(ClusterRun run, long events, CancellationToken cancellation)
    {
        await using var cluster = await LocalCluster.UpAsync(run);
        var silos = await LocalCluster.SilosAsync();
        (long Events, long Time, TimeSpan Processor)? first = null;
        (long Events, long Time, TimeSpan Processor) last = default;
        await cluster.WaitForEventsAsync(
            events,
            seen =>
            {
                last = (seen, Stopwatch.GetTimestamp(), Processor(silos));
                if (first is null && seen >= events / UncountedShare)
                    first = last;
            },
            cancellation);
        var begin = first!.Value;
        var counted = last.Events - begin.Events;
        if (counted < events / 2)
            throw new InvalidOperationException($"{begin.Events:N0} of {events:N0} events were done before the first look: there are too few of them");
        return new Backlog(
            counted / Stopwatch.GetElapsedTime(begin.Time, last.Time).TotalSeconds, (last.Processor - begin.Processor) * (1e6 / counted));
    }

    private static TimeSpan Processor(IReadOnlyList<Process> silos)
    {
        var sum = TimeSpan.Zero;
        foreach (var silo in silos)
        {
            silo.Refresh();
            sum += silo.TotalProcessorTime;
        }

        return sum;
    }
}

using System.Diagnostics;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary>What a piece of work took: wall time, processor time of all threads, the client's own among them, bytes allocated.</summary>
internal readonly record struct Usage(TimeSpan Wall, TimeSpan Processor, long Allocated)
{
    public static Usage Of(Action work)
    {
        // Nobody pays for what another has left behind.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var processor = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        work();
        return new Usage(
            Stopwatch.GetElapsedTime(start),
            Environment.CpuUsage.TotalTime - processor,
            GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }
}

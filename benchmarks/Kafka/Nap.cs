using System.Runtime.InteropServices;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary>Sleeps of less than a millisecond, which .NET has not; for POSIX systems.</summary>
internal static class Nap
{
    /// <param name="microseconds">At least this long, and some 60 µs more on Linux.</param>
    public static void For(uint microseconds) => _ = Sleep(microseconds);

    [DllImport("libc", EntryPoint = "usleep")]
    private static extern int Sleep(uint microseconds);
}

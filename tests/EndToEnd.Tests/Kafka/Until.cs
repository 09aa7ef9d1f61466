using System.Diagnostics;
using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>Waits for what a process does, with a limit.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="program">Fails if it ends before.</param>
    /// <param name="condition">What is waited for.</param>
    /// <param name="what">What to call it.</param>
    public static void Seen(RunningProgram program, Func<bool> condition, string what)
    {
        var time = Stopwatch.StartNew();
        while (!condition())
        {
            if (program.HasExited)
                Assert.Fail($"{what}: the program has ended before: {program.WaitForExit()}");
            if (time.Elapsed > Patience)
            {
                program.Kill();
                Assert.Fail($"{what}: not seen after {time.Elapsed}: {program.WaitForExit()}");
            }

            Thread.Sleep(2);
        }
    }
}

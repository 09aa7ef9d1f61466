using System.Diagnostics;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>Waits for what a cluster comes to in its own time.</summary>
internal static class Until
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Asks again and again until the answer is as it should be.</summary>
    public static async Task<T> Async<T>(Func<Task<T>> ask, Func<T, bool> isRight)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (isRight(answer))
                return answer;
            Assert.True(clock.Elapsed < Limit, $"after {Limit} it is still {answer}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public static Task True(Func<bool> isTrue) => Async(() => Task.FromResult(isTrue()), answer => answer);
}

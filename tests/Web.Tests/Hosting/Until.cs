using System.Diagnostics;

namespace TradeBooks.Web.Tests.Hosting;

/// <summary>Waits for a condition.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var time = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(time.Elapsed < Patience, $"not seen after {time.Elapsed}");
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
    }
}

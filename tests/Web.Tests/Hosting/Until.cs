using System.Diagnostics;

namespace TradeBooks.Web.Tests.Hosting;

/// <summary>Waits for a condition.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="condition">Asked again and again.</param>
    /// <param name="seen">What is said when it does not come true.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string>? seen = null)
    {
        var time = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(time.Elapsed < Patience, $"not seen after {time.Elapsed}: {seen?.Invoke()}");
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
    }
}

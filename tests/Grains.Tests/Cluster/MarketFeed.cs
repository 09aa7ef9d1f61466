using System.Diagnostics;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>
/// Brings logs of several sources of several symbols at once while silos come and go, and streams in memory lose what they
/// hold: every batch begins behind what the symbol's snapshot has of its source, and comes again until it is in there.
/// </summary>
internal sealed class MarketFeed(TradingCluster cluster, IReadOnlyList<SymbolLog> logs, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);
    private int _percent;

    /// <summary>Lets so many hundredths of every log pass.</summary>
    public void Allow(int percent) => Volatile.Write(ref _percent, percent);

    /// <summary>Feeds all of them to their ends.</summary>
    public Task Run() => Task.WhenAll(logs.Select((log, i) => Run(log, new Random(seed * 100 + i))));

    private async Task Run(SymbolLog log, Random random)
    {
        var since = Stopwatch.StartNew();
        for (var applied = -1L; applied < log.Last;)
        {
            Assert.True(since.Elapsed < Longest, $"{log.Symbol} stands still at {applied} of {log.Last} in {log.Source}");
            var before = applied;
            applied = Math.Max(applied, await Applied(log));
            if (applied > before)
                since.Restart();
            var last = (int)Math.Min((long)log.Last * Volatile.Read(ref _percent) / 100, applied + 1 + random.Next(12));
            if (last > applied)
                await Bring(log, (int)applied + 1, last);
            else
                await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    // Until it is applied, or for so long that it may have been lost.
    private async Task Bring(SymbolLog log, int first, int last)
    {
        try
        {
            await cluster.Publish(log, first, last);
        }
        catch (Exception e) when (PersistentFeed.IsOfAKill(e))
        {
            return;
        }

        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience && await Applied(log) < last)
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private async Task<long> Applied(SymbolLog log)
    {
        try
        {
            return await cluster.Applied(log);
        }
        catch (Exception e) when (PersistentFeed.IsOfAKill(e))
        {
            return -1;
        }
    }
}

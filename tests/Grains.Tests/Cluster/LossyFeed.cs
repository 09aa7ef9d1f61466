using System.Diagnostics;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>
/// Brings the logs of symbols, one or several sources of each, while silos come and go, and streams in memory lose what they
/// hold: every batch begins behind what the symbol's snapshot has of its source, and comes again until it is in there.
/// Nothing is left out, much comes twice.
/// </summary>
internal sealed class LossyFeed
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private readonly TradingCluster _cluster;
    private readonly List<(SymbolLog Log, Random Random)> _logs;
    private readonly Func<SymbolLog, int, int> _most;
    private int _percent;

    /// <summary>Brings logs, each by the same share.</summary>
    public LossyFeed(TradingCluster cluster, IEnumerable<SymbolLog> logs, int seed)
        : this(cluster, logs, seed, static (log, percent) => (int)((long)log.Last * percent / 100))
    {
    }

    private LossyFeed(TradingCluster cluster, IEnumerable<SymbolLog> logs, int seed, Func<SymbolLog, int, int> most)
    {
        _cluster = cluster;
        _logs = [.. logs.Select((log, i) => (log, new Random(seed * 100 + i)))];
        _most = most;
    }

    /// <summary>Brings the bars of symbols, of each up to the same time.</summary>
    public static LossyFeed Of(TradingCluster cluster, Dictionary<string, List<TestBar>> bars, int seed)
    {
        var times = bars.Values.SelectMany(all => all.Select(bar => bar.Time)).Distinct().Order().ToArray();
        return new LossyFeed(cluster, bars.Select(pair => SymbolLog.Of(pair.Key, pair.Value)), seed, Most);

        // One more than allowed, so that nobody waits to hear that there is no other.
        int Most(SymbolLog log, int percent) =>
            percent >= 100 ? log.Last : bars[log.Symbol].Count(bar => bar.Time <= times[times.Length * percent / 100]);
    }

    /// <summary>Whether a client sees this when a silo has gone.</summary>
    public static bool IsOfAKill(Exception error) => GrainErrors.IsTransient(error) || error is InvalidOperationException;

    /// <summary>Lets so many hundredths pass; 100 for all that there is.</summary>
    public void Allow(int percent) => Volatile.Write(ref _percent, percent);

    /// <summary>Feeds all of them to their ends.</summary>
    public Task Run() => Task.WhenAll(_logs.Select(log => Run(log.Log, log.Random)));

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
            var last = (int)Math.Min(_most(log, Volatile.Read(ref _percent)), applied + 1 + random.Next(12));
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
            await _cluster.Publish(log, first, last);
        }
        catch (Exception e) when (IsOfAKill(e))
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
            return await _cluster.Applied(log);
        }
        catch (Exception e) when (IsOfAKill(e))
        {
            return -1;
        }
    }
}

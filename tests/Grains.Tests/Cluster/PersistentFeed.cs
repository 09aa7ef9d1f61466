using System.Diagnostics;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>
/// Feeds symbols while silos come and go, and streams in memory lose what they hold: every batch begins behind what the
/// symbol's snapshot has, and comes again until it is in there. Nothing is left out, much comes twice.
/// </summary>
internal sealed class PersistentFeed
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly TradingCluster _cluster;
    private readonly List<(SymbolLog Log, List<TestBar> Bars, Random Random)> _logs;
    private readonly EventTime[] _times;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);
    private long _allowed;

    public PersistentFeed(TradingCluster cluster, Dictionary<string, List<TestBar>> bars, int seed)
    {
        _cluster = cluster;
        _logs = [.. bars.Select((pair, i) => (SymbolLog.Of(pair.Key, pair.Value), pair.Value, new Random(seed * 100 + i)))];
        _times = [.. bars.Values.SelectMany(all => all.Select(bar => bar.Time)).Distinct().Order()];
    }

    /// <summary>Lets so many hundredths of the time pass; 100 for all that there is.</summary>
    public void Allow(int percent) => Interlocked.Exchange(
        ref _allowed, percent >= 100 ? long.MaxValue : _times[_times.Length * percent / 100].Microseconds);

    /// <summary>Feeds all symbols to their ends.</summary>
    public Task Run() => Task.WhenAll(_logs.Select(log => Run(log.Log, log.Bars, log.Random)));

    private async Task Run(SymbolLog log, List<TestBar> bars, Random random)
    {
        var since = Stopwatch.StartNew();
        for (var applied = -1L; applied < log.Last;)
        {
            Assert.True(since.Elapsed < Longest, $"{log.Symbol} stands still at {applied} of {log.Last}");
            var before = applied;
            applied = Math.Max(applied, await Applied(log.Symbol));
            if (applied > before)
                since.Restart();
            var last = (int)Math.Min(Most(log, bars), applied + 1 + random.Next(12));
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
        while (clock.Elapsed < Patience && await Applied(log.Symbol) < last)
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private int Most(SymbolLog log, List<TestBar> bars)
    {
        var allowed = Interlocked.Read(ref _allowed);
        // One more than allowed, so that nobody waits to hear that there is no other.
        return allowed == long.MaxValue ? log.Last : bars.Count(bar => bar.Time.Microseconds <= allowed);
    }

    private async Task<long> Applied(string symbol)
    {
        try
        {
            return await _cluster.Applied(symbol);
        }
        catch (Exception e) when (IsOfAKill(e))
        {
            return -1;
        }
    }

    /// <summary>Whether a client sees this when a silo has gone.</summary>
    public static bool IsOfAKill(Exception error) => GrainErrors.IsTransient(error) || error is InvalidOperationException;
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TradeBooks.Domain.Desk;

namespace TradeBooks.Web.Live;

/// <summary>
/// Live events of portfolios, numbered and remembered for a while, for any number of readers. Publishing never waits:
/// the events of a portfolio stand in one ring, each reader has only a place in it, and who falls behind by more than
/// the ring holds is told <see cref="LiveKind.Reset"/> and goes on with what is new. Marks, equity and lag are
/// published some times a second at most, the latest of each. Ids begin with the time at which the feed was made, so
/// that those of a process before count as too old.
/// </summary>
public sealed class LiveFeed : IDisposable
{
    private readonly ConcurrentDictionary<string, LiveChannel> _channels = new(StringComparer.Ordinal);
    private readonly LiveFeedOptions _options;
    private readonly TimeProvider _clock;
    private readonly long _firstId;

    /// <param name="options">Sizes; null for the defaults.</param>
    /// <param name="clock">When to publish what was gathered; null for the system's.</param>
    public LiveFeed(LiveFeedOptions? options = null, TimeProvider? clock = null)
    {
        _options = options ?? new LiveFeedOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.Capacity);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.GatherFor, TimeSpan.Zero);
        _clock = clock ?? TimeProvider.System;

        // 1,024 ids for each millisecond; a JavaScript number holds them exactly for centuries.
        _firstId = _clock.GetUtcNow().ToUnixTimeMilliseconds() << 10;
    }

    /// <summary>Adds what happened to a portfolio. A fill is there at once; marks, equity and lag are gathered.</summary>
    /// <param name="portfolio">Key of the portfolio.</param>
    /// <param name="happened">Its id is not used: the feed gives its own.</param>
    public void Publish(string portfolio, LiveEvent happened) => Channel(portfolio).Publish(happened);

    /// <summary>Publishes now what was gathered so far.</summary>
    public void Flush(string portfolio) => Channel(portfolio).Flush();

    /// <summary>Tells every reader of a portfolio that something was missed, such as after a lost connection.</summary>
    public void Reset(string portfolio) => Channel(portfolio).Reset();

    /// <summary>Events of a portfolio from a place on, then new ones as they come, until cancelled.</summary>
    /// <param name="portfolio">Key of the portfolio.</param>
    /// <param name="after">Id of the last event seen; null for only new ones.</param>
    /// <param name="cancellation">Ends the stream with an <see cref="OperationCanceledException"/>.</param>
    public IAsyncEnumerable<LiveEvent> ReadAsync(string portfolio, long? after, CancellationToken cancellation)
    {
        // The place is taken now, not at the first wait: what is published from here on is seen.
        var channel = Channel(portfolio);
        return ReadAsync(channel, channel.Enter(after), cancellation);
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
            channel.Dispose();
    }

    private static async IAsyncEnumerable<LiveEvent> ReadAsync(
        LiveChannel channel, long last, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var batch = new List<LiveEvent>();
        while (true)
        {
            var more = channel.Take(ref last, batch);
            foreach (var happened in batch)
                yield return happened;
            if (batch.Count == 0)
                await more.WaitAsync(cancellation).ConfigureAwait(false);
            else
                cancellation.ThrowIfCancellationRequested();
        }
    }

    private LiveChannel Channel(string portfolio) =>
        _channels.GetOrAdd(portfolio, static (_, feed) => new LiveChannel(feed._options, feed._clock, feed._firstId), this);
}

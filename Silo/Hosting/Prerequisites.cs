using Npgsql;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains;
using TradeBooks.Silo.Settings;
using TradeBooks.Storage;
using TradeBooks.Storage.Portfolios;
using TradeBooks.Storage.Postgres;

namespace TradeBooks.Silo.Hosting;

/// <summary>What a silo needs before it starts: the database with its tables, and the topics. It waits for what is not up yet.</summary>
internal sealed partial class Prerequisites(
    TradingSettings trading, IPortfolioStore portfolios, TimeProvider clock, ILogger<Prerequisites> logger, NpgsqlDataSource? database = null)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SilenceAfter = TimeSpan.FromSeconds(10);
    private long _lastWord;

    /// <exception cref="PostgresException">The database refuses, such as for a wrong password.</exception>
    /// <exception cref="StorageException">The database has another schema.</exception>
    /// <exception cref="SettingException">The database has a portfolio of other symbols or strategies.</exception>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        if (database is not null)
        {
            await PostgresSchema.ApplyAsync(database, TimeSpan.MaxValue, e => LogWaits("PostgreSQL", e.Message), cancellation);
            await CheckPortfolios(cancellation);
        }

        if (trading.Kafka is { } kafka)
            await Task.Run(() => PrepareTopics(kafka, cancellation), cancellation);
    }

    // What the grains could not load would be tried, and fail, for ever.
    private async Task CheckPortfolios(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await SavedPortfolios.CheckAsync(trading.Trading, portfolios, cancellation);
                return;
            }
            catch (Exception e) when (PostgresErrors.IsTransient(e))
            {
                if (MaySpeak())
                    LogWaits("PostgreSQL", e.Message);
            }

            await Task.Delay(Pause, clock, cancellation);
        }
    }

    private void PrepareTopics(KafkaOptions kafka, CancellationToken cancellation)
    {
        var notices = new BrokerNotices(notice => LogNotice(notice), clock);
        // One topic of bars for all has as many partitions as its maker knows.
        var topics = trading.HasBars && kafka.Topic.IsPerSymbol
            ? trading.Symbols.ToDictionary(kafka.Topic.TopicOf, _ => 1, StringComparer.Ordinal)
            : new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var topic in trading.Exchange?.Names ?? [])
            topics.Add(topic, trading.Exchange!.Partitions);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var found = KafkaTopics.Ensure(kafka, notices, topics, kafka.StartTimeout, clock, cancellation);
                if (trading.HasBars && !kafka.Topic.IsPerSymbol && found.GetValueOrDefault(kafka.Topic.Text) == 0)
                    throw new BrokerException($"there is no topic {kafka.Topic.Text} yet");
                foreach (var topic in trading.Exchange?.Names ?? [])
                    trading.Exchange!.Map.RequirePartitions(topic, found[topic]);
                return;
            }
            catch (FeedException e)
            {
                throw new SettingException($"setting Trading.PartitionMap: {e.Message}");
            }
            catch (BrokerException e)
            {
                if (MaySpeak())
                    LogWaits("Kafka", e.Message);
            }

            cancellation.WaitHandle.WaitOne(Pause);
        }
    }

    private bool MaySpeak()
    {
        if (_lastWord != 0 && clock.GetElapsedTime(_lastWord) < SilenceAfter)
            return false;
        _lastWord = clock.GetTimestamp();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for {What}: {Reason}")]
    private partial void LogWaits(string what, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notice}")]
    private partial void LogNotice(string notice);
}

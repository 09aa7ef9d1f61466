using Npgsql;
using TradeBooks.Streaming.Kafka;

namespace TradeBooks.Silo.Health;

/// <summary>Knows whether this silo does its work: all of it has started, streams included, and nothing has begun to stop.</summary>
/// <param name="status">The silo's own.</param>
/// <param name="streams">The Kafka streams, where there are some.</param>
/// <param name="database">PostgreSQL; null where none is used.</param>
internal sealed class SiloReadiness(ISiloStatusOracle status, IEnumerable<KafkaStreamHealth> streams, NpgsqlDataSource? database = null)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private volatile bool _isRunning;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(SiloReadiness), ServiceLifecycleStage.Last, _ => Set(true), _ => Set(false));

    /// <returns>Null when it is ready, else why not.</returns>
    public async Task<string?> WhyNotAsync(CancellationToken cancellation)
    {
        if (!_isRunning)
            return "the silo is starting or stopping";
        if (status.CurrentStatus != SiloStatus.Active)
            return $"the silo is {status.CurrentStatus}";
        if (streams.FirstOrDefault(stream => stream.State is KafkaStreamState.Starting or KafkaStreamState.Failed) is { } stream)
            return $"the streams are {stream.State}: {stream.LastError}";
        if (database is null)
            return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            await using var command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(limit.Token);
            return null;
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException && !cancellation.IsCancellationRequested)
        {
            return "the database can't be reached";
        }
    }

    private Task Set(bool isRunning)
    {
        _isRunning = isRunning;
        return Task.CompletedTask;
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using TradeBooks.Domain.Desk;
using TradeBooks.Storage.Portfolios;
using TradeBooks.Storage.Postgres;
using TradeBooks.Storage.Tests.Portfolios;
using TradeBooks.Tests.Postgres;

namespace TradeBooks.Storage.Tests.Postgres;

/// <summary>Connections and servers that end before they have answered.</summary>
public sealed class UnknownOutcomeTests
{
    private const string Portfolio = "default";
    private static readonly Guid Writer = Guid.NewGuid();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CommitAsync_AnswerLost_RepetitionCountsOnce()
    {
        using var server = PostgresServer.Create();
        await using var direct = await TestDatabase.AtAsync(await server.CreateDatabaseAsync());
        using var proxy = new CuttingProxy(server.Port);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(direct.Address) { Port = proxy.Port });
        var store = new PostgresPortfolioStore(source);
        await store.CommitAsync(Rows.Commit(1, Writer, fills: 3, decisions: 3, equity: Rows.Point(8)), Cancellation);
        // Its statements are prepared by now: the next message is the commit itself.
        var commit = Rows.Commit(2, Writer, firstFill: 4, fills: 3, firstDecision: 4, decisions: 3, equity: Rows.Point(9));

        proxy.KeepAnswers();
        var first = store.CommitAsync(commit, Cancellation);
        await WaitUntilAsync(async () => (await direct.Store.LoadAsync(Portfolio, Cancellation))!.Version == 2);
        Assert.False(first.IsCompleted);
        proxy.Cut();
        var error = await Assert.ThrowsAnyAsync<NpgsqlException>(() => first);

        Assert.True(PostgresErrors.IsTransient(error), error.ToString());
        await store.CommitAsync(commit, Cancellation);
        Assert.Equal(
            Enumerable.Range(1, 6).Select(number => LedgerRows.Trade(number, Rows.Fill(number))),
            (await store.TradesAsync(Portfolio, new DeskPageRequest(0, 100), Cancellation)).Items);
        await store.CommitAsync(Rows.Commit(3, Writer, firstFill: 7, fills: 1), Cancellation);
    }

    [Fact]
    public async Task CommitAsync_FirstAttemptStillUnderWay_RepetitionWaitsForItAndCountsOnce()
    {
        using var server = PostgresServer.Create();
        await using var database = await TestDatabase.AtAsync(await server.CreateDatabaseAsync());
        await database.Store.CommitAsync(Rows.Commit(1, Writer), Cancellation);
        var commit = Rows.Commit(2, Writer, fills: 2);

        // The first attempt, as the server goes on with it after its client has gone.
        await using var connection = await database.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using (var batch = PostgresParameters.Batch(connection, commit))
            await batch.ExecuteNonQueryAsync(Cancellation);
        var repetition = database.Store.CommitAsync(commit, Cancellation);
        await WaitForLockAsync(database.Source);
        Assert.False(repetition.IsCompleted);
        await transaction.CommitAsync(Cancellation);
        await repetition;

        Assert.Equal(2, (await database.Store.TradesAsync(Portfolio, new DeskPageRequest(0, 100), Cancellation)).Items.Count);
    }

    /// <summary>
    /// The server is killed again and again while commits go on; each is repeated until it is acknowledged, as a grain does.
    /// </summary>
    [Fact]
    public async Task CommitAsync_ServerKilledInTheMiddle_KeepsWhatWasAcknowledgedAndNothingTwice()
    {
        const int kills = 6;
        const int perCommit = 5;
        using var server = PostgresServer.Create();
        await using var database = await TestDatabase.AtAsync(await server.CreateDatabaseAsync());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var acknowledged = new ConcurrentQueue<long>();
        var repeated = 0;
        var writing = Task.Run(async () =>
        {
            for (var version = 1; !stop.IsCancellationRequested; version++)
            {
                var commit = CommitWithCash(version, perCommit);
                while (true)
                {
                    try
                    {
                        await database.Store.CommitAsync(commit, Cancellation);
                        acknowledged.Enqueue(version);
                        break;
                    }
                    catch (Exception e) when (PostgresErrors.IsTransient(e))
                    {
                        repeated++;
                        await Task.Delay(10, Cancellation);
                    }
                }
            }
        }, Cancellation);

        for (var kill = 0; kill < kills; kill++)
        {
            var before = acknowledged.Count;
            await WaitUntilAsync(() => acknowledged.Count > before + 20 || writing.IsCompleted);
            server.Kill();
            var promised = acknowledged.Count;
            server.Start();
            await using var source = NpgsqlDataSource.Create(database.Address);
            var saved = await new PostgresPortfolioStore(source).LoadAsync(Portfolio, Cancellation);
            Assert.True(saved!.Version >= promised, $"version {saved.Version} is there, {promised} was acknowledged");
        }

        await stop.CancelAsync();
        await writing;
        await AssertWholeAsync(database.Store, acknowledged.Count, perCommit);
        Assert.True(repeated >= kills, $"{kills} kills, {repeated} repetitions");
    }

    [Fact]
    public async Task IsTransient_ServerStopped_SaysSoOfEveryError()
    {
        using var server = PostgresServer.Create();
        await using var database = await TestDatabase.AtAsync(await server.CreateDatabaseAsync());
        await database.Store.LoadAsync(Portfolio, Cancellation);
        await using var connection = await database.Source.OpenConnectionAsync(Cancellation);

        server.Stop();
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        var shutDown = await Assert.ThrowsAnyAsync<Exception>(() => command.ExecuteScalarAsync(Cancellation));
        var away = await Assert.ThrowsAnyAsync<Exception>(() => database.Store.LoadAsync(Portfolio, Cancellation));
        var still = await Assert.ThrowsAnyAsync<Exception>(() => database.Store.CommitAsync(Rows.Commit(1, Writer), Cancellation));

        Assert.All([shutDown, away, still], e => Assert.True(PostgresErrors.IsTransient(e), e.ToString()));
        server.Start();
        await database.Store.CommitAsync(Rows.Commit(1, Writer), Cancellation);
    }

    private static PortfolioCommit CommitWithCash(int version, int perCommit)
    {
        var first = (version - 1) * perCommit + 1;
        var commit = Rows.Commit(version, Writer, firstFill: first, fills: perCommit, equity: Rows.Point(version, first + perCommit - 1));
        return commit with
        {
            Fills = [.. commit.Fills.Select((fill, i) => fill with { Cash = first + i })],
            State = System.Text.Encoding.UTF8.GetBytes((first + perCommit - 1).ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static async Task AssertWholeAsync(PostgresPortfolioStore store, int commits, int perCommit)
    {
        var trades = (await store.TradesAsync(Portfolio, new DeskPageRequest(0, int.MaxValue), Cancellation)).Items;
        var saved = await store.LoadAsync(Portfolio, Cancellation);
        var equity = await store.EquityAsync(Portfolio, new(0), new(long.MaxValue), int.MaxValue, Cancellation);
        Assert.Equal(commits, saved!.Version);
        Assert.Equal(Enumerable.Range(1, commits * perCommit).Select(i => (decimal)i), trades.Select(trade => trade.Cash));
        Assert.Equal(trades.Count, trades.Select(trade => (trade.OrderId, trade.FillNumber)).Distinct().Count());
        Assert.Equal(trades[^1].Cash.ToString(CultureInfo.InvariantCulture), System.Text.Encoding.UTF8.GetString(saved.State.Span));
        Assert.Equal(commits, equity.Count);
        Assert.Equal(trades[^1].Cash, equity[^1].Cash);
    }

    private static Task WaitForLockAsync(NpgsqlDataSource source) => WaitUntilAsync(async () =>
        await TestDatabase.RunAsync(source, "SELECT count(*) FROM pg_locks WHERE NOT granted") is > 0L);

    private static Task WaitUntilAsync(Func<bool> condition) => WaitUntilAsync(() => Task.FromResult(condition()));

    private static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
            await Task.Delay(2, limit.Token);
    }
}

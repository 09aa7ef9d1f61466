using System.Globalization;
using Npgsql;
using TradeBooks.Domain.Market;
using TradeBooks.Storage.Portfolios;
using TradeBooks.Storage.Postgres;
using TradeBooks.Storage.Tests.Portfolios;
using TradeBooks.Tests.Postgres;

namespace TradeBooks.Storage.Tests.Postgres;

public sealed class PostgresPortfolioStoreTests(TestPostgres postgres) : PortfolioStoreTests, IAsyncDisposable
{
    private TestDatabase? _database;

    [Fact]
    public async Task CommitAsync_ManyOfEverySize_PreparesEachStatementOnce()
    {
        var database = await OpenAsync();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.Address) { MaxPoolSize = 1 });
        var store = new PostgresPortfolioStore(source);
        var writer = Guid.NewGuid();

        for (var i = 1; i <= 10; i++)
        {
            await store.CommitAsync(
                Rows.Commit(i, writer, firstFill: i * 100, fills: i, firstDecision: i * 100, decisions: i, equity: Rows.Point(i)), Cancellation);
            await store.LoadAsync("default", Cancellation);
        }

        var prepared = new List<long>();
        await using var command = source.CreateCommand("SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE '%tradebooks.%'");
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        while (await reader.ReadAsync(Cancellation))
            prepared.Add(reader.GetInt64(0));
        // Two of these commits change no symbol.
        Assert.Equal([8, 10, 10, 10, 10, 10], prepared.Order());
    }

    [Fact]
    public async Task CommitAsync_OneCommit_IsOneTransaction()
    {
        var database = await OpenAsync();
        await database.Store.CommitAsync(
            Rows.Commit(1, Guid.NewGuid(), fills: 100, decisions: 100, equity: [Rows.Point(1), Rows.Point(2)]), Cancellation);

        var transactions = await TestDatabase.RunAsync(
            database.Source,
            """
            SELECT count(DISTINCT id) FROM
            (
                SELECT xmin::text AS id FROM tradebooks.portfolio
                UNION ALL SELECT xmin::text FROM tradebooks.portfolio_symbols UNION ALL SELECT xmin::text FROM tradebooks.fills
                UNION ALL SELECT xmin::text FROM tradebooks.orders UNION ALL SELECT xmin::text FROM tradebooks.equity
            ) AS ids
            """);

        Assert.Equal(1L, transactions);
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    public async Task TradeLogView_AnyTime_ShowsItExactly(string zone)
    {
        var database = await OpenAsync();
        var random = new Random(1);
        long[] times =
        [
            long.MinValue, long.MaxValue, 0, -1, 1_773_323_580_123_457, -62_135_596_800_000_000, 253_402_300_799_999_999,
            .. Enumerable.Range(0, 200).Select(_ => Rows.Time(random).Microseconds),
        ];
        var fills = times.Select((time, i) =>
        {
            var fill = Rows.Fill(i + 1);
            return fill with { Fill = fill.Fill with { Time = new EventTime(time) } };
        });
        await database.Store.CommitAsync(Rows.Commit(1, Guid.NewGuid()) with { Fills = [.. fills] }, Cancellation);

        await using var source = NpgsqlDataSource.Create(database.Address + $";Timezone={zone}");
        await using var command = source.CreateCommand(
            "SELECT to_char(\"timestamp\" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), \"timestamp\"::text FROM tradebooks.trade_log ORDER BY number");
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        foreach (var time in times)
        {
            Assert.True(await reader.ReadAsync(Cancellation));
            if (time is long.MinValue or long.MaxValue)
                Assert.Equal(time < 0 ? "-infinity" : "infinity", reader.GetString(1));
            else
                Assert.Equal(new EventTime(time).ToUtc().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture), reader.GetString(0));
        }
    }

    protected override async Task<IPortfolioStore> CreateAsync() => (await OpenAsync()).Store;

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<TestDatabase> OpenAsync() => _database = await TestDatabase.CreateAsync(postgres);
}

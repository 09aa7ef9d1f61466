using Npgsql;
using TradeBooks.Storage.Postgres;
using TradeBooks.Tests.Postgres;

namespace TradeBooks.Storage.Tests.Postgres;

/// <summary>A new database with the schema of this program.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private TestDatabase(string address, NpgsqlDataSource source)
    {
        Address = address;
        Source = source;
        Store = new PostgresPortfolioStore(source);
    }

    /// <summary>Its connection string.</summary>
    public string Address { get; }

    public NpgsqlDataSource Source { get; }

    public PostgresPortfolioStore Store { get; }

    public static async Task<TestDatabase> CreateAsync(TestPostgres postgres) => await AtAsync(await postgres.CreateDatabaseAsync());

    /// <summary>An empty database gets the schema.</summary>
    public static async Task<TestDatabase> AtAsync(string address)
    {
        var source = NpgsqlDataSource.Create(address);
        await PostgresSchema.ApplyAsync(source, TestContext.Current.CancellationToken);
        return new TestDatabase(address, source);
    }

    /// <summary>Runs a statement; the first value of what it gives.</summary>
    public static async Task<object?> RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}

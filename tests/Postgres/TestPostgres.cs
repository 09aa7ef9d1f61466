using Npgsql;
using TradeBooks.Tests.Postgres;

[assembly: AssemblyFixture(typeof(TestPostgres))]

namespace TradeBooks.Tests.Postgres;

/// <summary>
/// One PostgreSQL for all tests of an assembly that need no kills: the one that TRADEBOOKS_POSTGRES names (a connection
/// string of a role that may create databases), else one of their own, started by the first test that asks. Test classes
/// take it as an argument of their constructor.
/// </summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private const string Variable = "TRADEBOOKS_POSTGRES";
    private readonly Lock _lock = new();
    private readonly List<string> _databases = [];
    private PostgresServer? _own;

    /// <summary>A new, empty database; skips the test where there is no PostgreSQL.</summary>
    /// <returns>Its connection string.</returns>
    public Task<string> CreateDatabaseAsync() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? CreateAsync(named) : Own().CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        _own?.Dispose();
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } named)
            return;
        await using var source = NpgsqlDataSource.Create(named);
        foreach (var database in _databases)
        {
            await using var command = source.CreateCommand($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
            await command.ExecuteNonQueryAsync();
        }
    }

    private PostgresServer Own()
    {
        lock (_lock)
            return _own ??= PostgresServer.Create();
    }

    private async Task<string> CreateAsync(string named)
    {
        var name = "test_" + Guid.NewGuid().ToString("N");
        lock (_lock)
            _databases.Add(name);
        await using var source = NpgsqlDataSource.Create(named);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new NpgsqlConnectionStringBuilder(named) { Database = name }.ConnectionString;
    }
}

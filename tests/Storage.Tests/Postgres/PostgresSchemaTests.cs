using System.Diagnostics;
using Npgsql;
using TradeBooks.Storage.Postgres;
using TradeBooks.Storage.Tests.Portfolios;
using TradeBooks.Tests.Postgres;

namespace TradeBooks.Storage.Tests.Postgres;

public sealed class PostgresSchemaTests(TestPostgres postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ApplyAsync_ManyAtOnce_AllSucceedAndEachStepRunsOnce()
    {
        var address = await postgres.CreateDatabaseAsync();

        var missing = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await using var source = NpgsqlDataSource.Create(address);
            return await PostgresSchema.ApplyAsync(source, Cancellation);
        }, Cancellation)));

        Assert.Equal(SchemaScript.Known.Count, missing.Sum());
        Assert.Single(missing, count => count > 0);
        await using var source = NpgsqlDataSource.Create(address);
        Assert.Equal((long)SchemaScript.Known.Count, await TestDatabase.RunAsync(source, "SELECT count(*) FROM tradebooks.schema_version"));
        Assert.Equal(0, await PostgresSchema.ApplyAsync(source, Cancellation));
    }

    [Fact]
    public void Known_Scripts_AreNumberedWithoutGaps()
    {
        Assert.True(SchemaScript.Known.Count >= 4, "the scripts are part of the program");
        Assert.Equal(Enumerable.Range(1, SchemaScript.Known.Count), SchemaScript.Known.Select(script => script.Version));
        Assert.All(SchemaScript.Known, script => Assert.Matches("^[0-9]{4}-[a-z-]+$", script.Name));
    }

    [Fact]
    public async Task ApplyAsync_Orleans_HasEveryQueryThatItAsksFor()
    {
        await using var database = await TestDatabase.CreateAsync(postgres);

        var keys = new List<string>();
        await using var command = database.Source.CreateCommand("SELECT QueryKey FROM OrleansQuery ORDER BY QueryKey");
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        while (await reader.ReadAsync(Cancellation))
            keys.Add(reader.GetString(0));

        Assert.Equal(
            [
                "CleanupDefunctSiloEntriesKey", "ClearStorageKey", "DeleteMembershipTableEntriesKey", "DeleteStorageKey",
                "GatewaysQueryKey", "InsertMembershipKey", "InsertMembershipVersionKey", "MembershipReadAllKey",
                "MembershipReadRowKey", "ReadFromStorageKey",
                "UpdateIAmAlivetimeKey", "UpdateMembershipKey", "WriteToStorageKey",
            ],
            keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ApplyAsync_Orleans_QueriesDoWhatTheySay()
    {
        await using var database = await TestDatabase.CreateAsync(postgres);
        var source = database.Source;
        var silo = new Dictionary<string, object>
        {
            ["DeploymentId"] = "cluster",
            ["Address"] = "127.0.0.1",
            ["Port"] = 11_111,
            ["Generation"] = 7,
            ["SiloName"] = "one",
            ["HostName"] = "host",
            ["Status"] = 3,
            ["ProxyPort"] = 30_000,
            ["StartTime"] = DateTime.UtcNow,
            ["IAmAliveTime"] = DateTime.UtcNow,
            ["Version"] = 0,
        };
        var state = new Dictionary<string, object>
        {
            ["GrainIdHash"] = 1,
            ["GrainIdN0"] = 2L,
            ["GrainIdN1"] = 3L,
            ["GrainTypeHash"] = 4,
            ["GrainTypeString"] = "grain",
            ["GrainIdExtensionString"] = "AAPL",
            ["ServiceId"] = "service",
            ["GrainStateVersion"] = DBNull.Value,
            ["PayloadBinary"] = new byte[] { 1, 2, 3 },
        };

        Assert.Equal(1, await AskOrleansAsync(source, "InsertMembershipVersionKey", silo));
        Assert.Equal(0, await AskOrleansAsync(source, "InsertMembershipVersionKey", silo));
        Assert.Equal(1, await AskOrleansAsync(source, "InsertMembershipKey", silo));
        Assert.Equal(0, await AskOrleansAsync(source, "InsertMembershipKey", silo));
        Assert.Equal("127.0.0.1", await AskOrleansAsync(source, "GatewaysQueryKey", silo));
        Assert.Equal(1, await AskOrleansAsync(source, "WriteToStorageKey", state));
        state["GrainStateVersion"] = 1;
        Assert.Equal(2, await AskOrleansAsync(source, "WriteToStorageKey", state));
        Assert.Equal(1, await AskOrleansAsync(source, "WriteToStorageKey", state));
        Assert.Equal(new byte[] { 1, 2, 3 }, await AskOrleansAsync(source, "ReadFromStorageKey", state));
    }

    [Fact]
    public async Task ApplyAsync_DatabaseSetUpForOrleansByHand_TakesItOver()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        foreach (var script in SchemaScript.Known.Where(script => script.Name.Contains("orleans", StringComparison.Ordinal)))
            await TestDatabase.RunAsync(source, script.Sql);

        Assert.Equal(SchemaScript.Known.Count, await PostgresSchema.ApplyAsync(source, Cancellation));
        Assert.Equal(13L, await TestDatabase.RunAsync(source, "SELECT count(*) FROM OrleansQuery"));
    }

    [Fact]
    public async Task ApplyAsync_NewStep_RunsThatAlone()
    {
        await using var database = await TestDatabase.CreateAsync(postgres);
        await database.Store.CommitAsync(Rows.Commit(1, Guid.NewGuid(), fills: 3), Cancellation);
        var next = SchemaScript.Known.Count + 1;

        Assert.Equal(1, await ApplyAsync(database.Source, [.. SchemaScript.Known, new SchemaScript(next, "0099-next", "CREATE TABLE tradebooks.next (n int)")]));

        Assert.Equal(3L, await TestDatabase.RunAsync(database.Source, "SELECT count(*) FROM tradebooks.fills"));
        Assert.Equal(0L, await TestDatabase.RunAsync(database.Source, "SELECT count(*) FROM tradebooks.next"));
    }

    [Fact]
    public async Task ApplyAsync_StepThatFails_LeavesTheDatabaseAsItWas()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        var broken = SchemaScript.Known.Append(new SchemaScript(99, "0099-broken", "CREATE TABLE tradebooks.next (n int); SELECT 1 / 0")).ToList();

        await Assert.ThrowsAsync<PostgresException>(() => ApplyAsync(source, broken));

        Assert.Equal(DBNull.Value, await TestDatabase.RunAsync(source, "SELECT to_regclass('tradebooks.schema_version')::text"));
        Assert.Equal(DBNull.Value, await TestDatabase.RunAsync(source, "SELECT to_regclass('OrleansQuery')::text"));
        Assert.Equal(SchemaScript.Known.Count, await PostgresSchema.ApplyAsync(source, Cancellation));
    }

    [Fact]
    public async Task ApplyAsync_DatabaseOfANewerProgram_SaysSo()
    {
        await using var database = await TestDatabase.CreateAsync(postgres);

        var error = await Assert.ThrowsAsync<StorageException>(() => ApplyAsync(database.Source, [.. SchemaScript.Known.SkipLast(1)]));

        Assert.Equal(
            $"the database has version {SchemaScript.Known.Count} of the schema, this program knows {SchemaScript.Known.Count - 1}: start a newer one",
            error.Message);
    }

    [Fact]
    public async Task ApplyAsync_StepChangedSince_NamesIt()
    {
        await using var database = await TestDatabase.CreateAsync(postgres);
        var second = SchemaScript.Known[1];
        var changed = SchemaScript.Known.ToList();
        changed[1] = new SchemaScript(2, second.Name, second.Sql + " ");

        var error = await Assert.ThrowsAsync<StorageException>(() => ApplyAsync(database.Source, changed));

        Assert.Contains($"step 2 of the database's schema ({second.Name})", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApplyAsync_RoleThatMayOnlyUseTheTables_FindsNothingToDo()
    {
        await using var database = await TestDatabase.CreateAsync(postgres);
        var role = "role_" + Guid.NewGuid().ToString("N");
        await TestDatabase.RunAsync(
            database.Source,
            $"CREATE ROLE {role}; GRANT USAGE ON SCHEMA tradebooks TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA tradebooks TO {role}");
        try
        {
            await using var source = NpgsqlDataSource.Create(database.Address + $";Options=-c role={role}");
            Assert.Equal(0, await PostgresSchema.ApplyAsync(source, Cancellation));
        }
        finally
        {
            await TestDatabase.RunAsync(database.Source, $"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task ApplyAsync_ServerNotUpYet_WaitsForIt()
    {
        using var server = PostgresServer.Create();
        await using var source = NpgsqlDataSource.Create(await server.CreateDatabaseAsync());
        server.Stop();
        var waited = new TaskCompletionSource<Exception>();
        var told = 0;

        var applying = PostgresSchema.ApplyAsync(source, Patience, e =>
        {
            told++;
            waited.TrySetResult(e);
        }, Cancellation);
        await waited.Task.WaitAsync(Patience, Cancellation);
        server.Start();

        Assert.Equal(SchemaScript.Known.Count, await applying);
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task ApplyAsync_ServerThatNeverComes_SaysSoInTimeWithoutSecrets()
    {
        using var server = PostgresServer.Create();
        var password = new NpgsqlConnectionStringBuilder(server.ConnectionString).Password!;
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        server.Stop();
        var watch = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<StorageException>(() => PostgresSchema.ApplyAsync(source, TimeSpan.FromSeconds(0.5), null, Cancellation));

        Assert.StartsWith("PostgreSQL can't be reached for 0.5 s: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(password, error.ToString(), StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.5), Patience);
    }

    [Fact]
    public async Task ApplyAsync_DatabaseThatIsNotThere_FailsAtOnce()
    {
        var settings = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync()) { Database = "absent" };
        await using var source = NpgsqlDataSource.Create(settings);
        var told = 0;

        var error = await Assert.ThrowsAsync<PostgresException>(() => PostgresSchema.ApplyAsync(source, Patience, _ => told++, Cancellation));

        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, error.SqlState);
        Assert.Equal(0, told);
    }

    /// <summary>The first value of the answer to a query as Orleans asks it.</summary>
    private static async Task<object?> AskOrleansAsync(NpgsqlDataSource source, string key, Dictionary<string, object> values)
    {
        var text = (string)(await TestDatabase.RunAsync(source, $"SELECT QueryText FROM OrleansQuery WHERE QueryKey = '{key}'"))!;
        await using var command = source.CreateCommand(text);
        foreach (var (name, value) in values.Where(pair => text.Contains('@' + pair.Key, StringComparison.Ordinal)))
            command.Parameters.Add(value is DBNull ? new NpgsqlParameter<int?>(name, null) : new NpgsqlParameter(name, value));
        return await command.ExecuteScalarAsync(Cancellation);
    }

    private static Task<int> ApplyAsync(NpgsqlDataSource source, IReadOnlyList<SchemaScript> scripts) =>
        PostgresSchema.ApplyAsync(source, scripts, TimeSpan.Zero, null, Cancellation);
}

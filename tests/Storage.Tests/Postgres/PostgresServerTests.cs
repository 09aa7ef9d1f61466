using Npgsql;
using TradeBooks.Tests.Postgres;

namespace TradeBooks.Storage.Tests.Postgres;

public sealed class PostgresServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_AfterAnEnd_HasWhatWasCommittedAtTheSameAddress(bool kill)
    {
        using var server = PostgresServer.Create();
        var address = await server.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(address);
        await RunAsync(source, "CREATE TABLE t AS SELECT 17 AS n");

        if (kill)
            server.Kill();
        else
            server.Stop();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ReadAsync(source));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ReadAsync(source));
        server.Start();

        Assert.Equal(17, await ReadAsync(source));
    }

    [Fact]
    public async Task Kill_InTheMiddleOfATransaction_LeavesNothingOfIt()
    {
        using var server = PostgresServer.Create();
        await using var source = NpgsqlDataSource.Create(await server.CreateDatabaseAsync());
        await RunAsync(source, "CREATE TABLE t AS SELECT 17 AS n");
        await using var connection = await source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using var update = new NpgsqlCommand("UPDATE t SET n = 18", connection, transaction);
        await update.ExecuteNonQueryAsync(Cancellation);

        server.Kill();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => transaction.CommitAsync(Cancellation));
        server.Start();

        Assert.Equal(17, await ReadAsync(source));
    }

    [Fact]
    public async Task CreateDatabaseAsync_Twice_GivesTwoEmptyOnes()
    {
        using var server = PostgresServer.Create();
        await using var one = NpgsqlDataSource.Create(await server.CreateDatabaseAsync());
        await using var other = NpgsqlDataSource.Create(await server.CreateDatabaseAsync());

        await RunAsync(one, "CREATE TABLE t AS SELECT 17 AS n");

        var error = await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(other));
        Assert.Equal(PostgresErrorCodes.UndefinedTable, error.SqlState);
    }

    [Fact]
    public async Task ConnectionString_WithoutItsPassword_IsRefused()
    {
        using var server = PostgresServer.Create();
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guess" };
        await using var source = NpgsqlDataSource.Create(settings);

        var error = await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(source));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, error.SqlState);
    }

    [Fact]
    public async Task Dispose_Running_LeavesNoServer()
    {
        string address;
        using (var server = PostgresServer.Create())
            address = server.ConnectionString;

        await using var source = NpgsqlDataSource.Create(address);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ReadAsync(source));
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<object?> ReadAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT n FROM t");
        return await command.ExecuteScalarAsync(Cancellation);
    }
}

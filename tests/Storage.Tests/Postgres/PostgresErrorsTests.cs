using System.Net.Sockets;
using Npgsql;
using TradeBooks.Storage.Portfolios;
using TradeBooks.Storage.Postgres;

namespace TradeBooks.Storage.Tests.Postgres;

public sealed class PostgresErrorsTests
{
    [Theory]
    [InlineData(PostgresErrorCodes.AdminShutdown)]
    [InlineData(PostgresErrorCodes.CrashShutdown)]
    [InlineData(PostgresErrorCodes.CannotConnectNow)]
    [InlineData(PostgresErrorCodes.ConnectionFailure)]
    [InlineData(PostgresErrorCodes.SerializationFailure)]
    [InlineData(PostgresErrorCodes.DeadlockDetected)]
    [InlineData(PostgresErrorCodes.TooManyConnections)]
    [InlineData(PostgresErrorCodes.DiskFull)]
    [InlineData(PostgresErrorCodes.QueryCanceled)]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction)]
    public void IsTransient_ServerMayGetOverIt_IsTrue(string state) => Assert.True(PostgresErrors.IsTransient(Error(state)));

    [Theory]
    [InlineData(PostgresErrorCodes.UniqueViolation)]
    [InlineData(PostgresErrorCodes.UndefinedTable)]
    [InlineData(PostgresErrorCodes.SyntaxError)]
    [InlineData(PostgresErrorCodes.InvalidPassword)]
    [InlineData(PostgresErrorCodes.InvalidCatalogName)]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege)]
    public void IsTransient_ServerWillSayItAgain_IsFalse(string state) => Assert.False(PostgresErrors.IsTransient(Error(state)));

    [Fact]
    public void IsTransient_ConnectionLost_IsTrue()
    {
        Assert.True(PostgresErrors.IsTransient(new NpgsqlException("lost", new IOException())));
        Assert.True(PostgresErrors.IsTransient(new NpgsqlException("refused", new SocketException())));
        Assert.True(PostgresErrors.IsTransient(new NpgsqlException("late", new TimeoutException())));
        Assert.True(PostgresErrors.IsTransient(new NpgsqlException("ended", Error(PostgresErrorCodes.AdminShutdown))));
        Assert.True(PostgresErrors.IsTransient(new TimeoutException()));
    }

    [Fact]
    public void IsTransient_NotOfTheServer_IsFalse()
    {
        Assert.False(PostgresErrors.IsTransient(new NpgsqlException("wrong use")));
        Assert.False(PostgresErrors.IsTransient(new OperationCanceledException()));
        Assert.False(PostgresErrors.IsTransient(new PortfolioFencedException("lost")));
        Assert.False(PostgresErrors.IsTransient(new LedgerConflictException("twice", Error(PostgresErrorCodes.UniqueViolation))));
    }

    private static PostgresException Error(string state) => new("an error", "ERROR", "ERROR", state);
}

using System.Net.Sockets;
using Npgsql;

namespace TradeBooks.Storage.Postgres;

/// <summary>What an error of PostgreSQL means to who must go on.</summary>
public static class PostgresErrors
{
    private const string ConnectionClass = "08";

    /// <summary>
    /// Whether the same may succeed later: the connection was lost or could not be made, the server is shutting down,
    /// starting up, out of resources, or took too long. Whether a commit was written is then not known: it is to be
    /// repeated as it was.
    /// </summary>
    public static bool IsTransient(Exception error) => error switch
    {
        PostgresException postgres => postgres.IsTransient || IsTransientState(postgres.SqlState),
        NpgsqlException npgsql => npgsql.IsTransient || (npgsql.InnerException is { } inner && IsTransient(inner)),
        IOException or SocketException or TimeoutException => true,
        _ => false,
    };

    private static bool IsTransientState(string state) =>
        state.StartsWith(ConnectionClass, StringComparison.Ordinal) || state
            is PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.QueryCanceled
            // A server that was the primary until a moment ago.
            or PostgresErrorCodes.ReadOnlySqlTransaction;
}

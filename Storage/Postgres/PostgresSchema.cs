using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace TradeBooks.Storage.Postgres;

/// <summary>
/// Brings a database to the schema that this program needs: TradeBooks' own tables in the schema <c>tradebooks</c>, and
/// those of Orleans' clustering and grain storage where the connection's search path puts them. Every step runs once; the
/// table <c>tradebooks.schema_version</c> says which have run. Any number of silos may do it at once.
/// </summary>
public static class PostgresSchema
{
    /// <summary>How long a server that can't be reached is waited for unless told otherwise: one minute.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(1);

    // Any number will do that nobody else locks in the same database: "tradebks".
    private const long LockKey = 0x7472_6164_6562_6B73;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc cref="ApplyAsync(NpgsqlDataSource, TimeSpan, Action{Exception}?, CancellationToken)"/>
    public static Task<int> ApplyAsync(NpgsqlDataSource source, CancellationToken cancellation) =>
        ApplyAsync(source, DefaultPatience, null, cancellation);

    /// <summary>Runs the steps that the database lacks, all of them or none.</summary>
    /// <param name="source">Connections to the database, of a role that may create schemas and tables if steps are missing.</param>
    /// <param name="patience">How long a server that can't be reached yet is waited for.</param>
    /// <param name="waiting">Told once why it waits, if it has to.</param>
    /// <param name="cancellation">Ends the waiting, too.</param>
    /// <returns>How many steps were missing.</returns>
    /// <exception cref="StorageException">
    /// The database is of a newer program, or of one with other steps; or the server could not be reached in time.
    /// </exception>
    public static Task<int> ApplyAsync(
        NpgsqlDataSource source, TimeSpan patience, Action<Exception>? waiting, CancellationToken cancellation) =>
        ApplyAsync(source, SchemaScript.Known, patience, waiting, cancellation);

    internal static async Task<int> ApplyAsync(
        NpgsqlDataSource source, IReadOnlyList<SchemaScript> scripts, TimeSpan patience, Action<Exception>? waiting,
        CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await ApplyOnceAsync(source, scripts, cancellation);
            }
            catch (Exception e) when (PostgresErrors.IsTransient(e))
            {
                if (watch.Elapsed >= patience)
                {
                    var seconds = patience.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
                    throw new StorageException($"PostgreSQL can't be reached for {seconds} s: {e.Message}", e);
                }

                waiting?.Invoke(e);
                waiting = null;
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private static async Task<int> ApplyOnceAsync(
        NpgsqlDataSource source, IReadOnlyList<SchemaScript> scripts, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);

        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey.ToString(CultureInfo.InvariantCulture)})", cancellation);
        var applied = await ReadAppliedAsync(connection, cancellation);
        Check(applied, scripts);
        foreach (var script in scripts.Skip(applied.Count))
        {
            await RunAsync(connection, script.Sql, cancellation);
            await RunAsync(
                connection, "INSERT INTO tradebooks.schema_version (version, name, checksum) VALUES ($1, $2, $3)", cancellation,
                script.Version, script.Name, script.Checksum);
        }

        await transaction.CommitAsync(cancellation);
        return scripts.Count - applied.Count;
    }

    /// <summary>The steps that the database has. It asks before it creates: a role that may only use the tables can start, too.</summary>
    private static async Task<List<(int Version, string Name, string Checksum)>> ReadAppliedAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var question = new NpgsqlCommand("SELECT to_regclass('tradebooks.schema_version') IS NOT NULL", connection);
        if (await question.ExecuteScalarAsync(cancellation) is not true)
        {
            await RunAsync(
                connection,
                """
                CREATE SCHEMA IF NOT EXISTS tradebooks;
                CREATE TABLE tradebooks.schema_version
                (
                    version integer PRIMARY KEY,
                    name text NOT NULL,
                    checksum text NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
                )
                """,
                cancellation);
            return [];
        }

        await using var command = new NpgsqlCommand("SELECT version, name, checksum FROM tradebooks.schema_version ORDER BY version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var applied = new List<(int, string, string)>();
        while (await reader.ReadAsync(cancellation))
            applied.Add((reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        return applied;
    }

    private static void Check(List<(int Version, string Name, string Checksum)> applied, IReadOnlyList<SchemaScript> scripts)
    {
        if (applied.Count > scripts.Count)
        {
            throw new StorageException(
                $"the database has version {applied[^1].Version} of the schema, this program knows {scripts.Count}: start a newer one");
        }

        foreach (var ((version, name, checksum), script) in applied.Zip(scripts))
        {
            if (version != script.Version || name != script.Name || checksum != script.Checksum)
            {
                throw new StorageException(
                    $"step {version} of the database's schema ({name}) is not the one that this program knows ({script.Name}): it is of another build");
            }
        }
    }

    // Without a time limit: another silo that is at it may have much to do.
    private static async Task RunAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace TradeBooks.Tests.Postgres;

/// <summary>
/// A test's own PostgreSQL on a free loopback port, with a folder of its own, that can be stopped, killed and started
/// again on the same port and data. What it acknowledges is on the disk, as in production.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private const string Superuser = "postgres";
    private const int Attempts = 3;
    private const int TailLines = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("tradebooks-postgres-").FullName;
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly OrphanGuard _guard;
    private PostgresProcess? _server;

    private PostgresServer() => _guard = new OrphanGuard(_folder);

    /// <summary>Stays the same over restarts.</summary>
    public int Port { get; } = LoopbackPort.Free();

    /// <summary>For a superuser, in the database "postgres".</summary>
    public string ConnectionString => ConnectionStringOf(Superuser);

    /// <summary>Whether a server can be started here, and if not, why.</summary>
    public static bool IsAvailable(out string why)
    {
        why = PostgresInstallation.Missing ?? "";
        return why.Length == 0;
    }

    /// <summary>Starts a server and returns when it answers; skips the test where there is no PostgreSQL.</summary>
    public static PostgresServer Create()
    {
        Assert.SkipUnless(IsAvailable(out var why), why);
        for (var attempt = 1; ; attempt++)
        {
            var server = new PostgresServer();
            try
            {
                server.Initialize();
                server.Start();
                return server;
            }
            catch (InvalidOperationException) when (attempt < Attempts && server.PortWasTaken)
            {
                // Someone was quicker: another port.
                server.Dispose();
            }
            catch
            {
                server.Dispose();
                throw;
            }
        }
    }

    /// <summary>A new, empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = "test_" + Guid.NewGuid().ToString("N");
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return ConnectionStringOf(name);
    }

    /// <summary>Starts it again on the same port and data; returns when it answers.</summary>
    public void Start()
    {
        if (_server is { HasExited: false })
            throw new InvalidOperationException("PostgreSQL runs already");
        _server = new PostgresProcess(Run(
            "server", "postgres", "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200",
            "-c", "shared_buffers=32MB", "-c", "max_wal_size=256MB"));
        _guard.Watch(_server.Id);
        WaitUntilReady();
    }

    /// <summary>Ends it as an administrator does: connections are broken off, what is committed is kept.</summary>
    public void Stop()
    {
        _server?.Stop();
        Forget();
    }

    /// <summary>SIGKILL of the server with all its processes: as if the power had failed, but for the disk's cache.</summary>
    public void Kill()
    {
        _server?.Kill();
        Forget();
    }

    /// <summary>Ends it, and its folder goes.</summary>
    public void Dispose()
    {
        Forget();
        _guard.Dispose();
    }

    private string Data => Path.Combine(_folder, "data");

    private bool PortWasTaken => Read("server").Contains("Address already in use", StringComparison.Ordinal);

    private string ConnectionStringOf(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = Superuser,
        Password = _password,
    }.ConnectionString;

    private void Forget()
    {
        _server?.Dispose();
        _server = null;
        _guard.Watch();
    }

    private void Initialize()
    {
        // Other users of the machine can reach the port: without a password they would be superusers.
        var password = Path.Combine(_folder, "password");
        File.WriteAllText(password, _password);
        if (PostgresInstallation.User is { } user)
        {
            using var chown = Process.Start("chown", ["-R", user, _folder]);
            chown.WaitForExit();
        }

        using var process = Run(
            "initdb", "initdb", "-D", Data, "-U", Superuser, "-A", "scram-sha-256", $"--pwfile={password}",
            "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions");
        if (!process.WaitForExit(Patience) || process.ExitCode != 0)
            throw new InvalidOperationException($"initdb failed\n{Tail("initdb")}");
    }

    // The shell only redirects: inherited output would keep the pipe of whoever reads the tests' output open.
    private Process Run(string log, string program, params IEnumerable<string> arguments) => Process.Start(
        new ProcessStartInfo("sh",
        [
            "-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", Path.Combine(_folder, log + ".log"),
            .. PostgresInstallation.User is { } user
                ? (string[])["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "--"]
                : [],
            Path.Combine(PostgresInstallation.Programs, program), .. arguments,
        ])
        {
            WorkingDirectory = _folder,
        })!;

    private void WaitUntilReady()
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=5");
                connection.Open();
                return;
            }
            catch (NpgsqlException e)
            {
                if (_server!.HasExited || watch.Elapsed > Patience)
                    throw new InvalidOperationException($"PostgreSQL on port {Port} is not ready: {e.Message}\n{Tail("server")}", e);
                Thread.Sleep(20);
            }
        }
    }

    private string Tail(string log) => string.Join('\n', Read(log).TrimEnd().Split('\n').TakeLast(TailLines));

    private string Read(string log)
    {
        var path = Path.Combine(_folder, log + ".log");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}

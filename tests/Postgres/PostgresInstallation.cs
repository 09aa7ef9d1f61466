using System.Globalization;

namespace TradeBooks.Tests.Postgres;

/// <summary>PostgreSQL's programs, from the system's packages or from the PATH.</summary>
internal static class PostgresInstallation
{
    private const string DebianFolder = "/usr/lib/postgresql";

    /// <summary>The folder of initdb and postgres.</summary>
    public static string Programs => Found ?? throw new InvalidOperationException(Missing);

    /// <summary>
    /// The user that the server runs as: PostgreSQL refuses to be root. Null where the tests' own user will do.
    /// </summary>
    public static string? User => Environment.UserName == "root" ? FindUser() : null;

    /// <summary>What is missing, or null where a server can be started.</summary>
    public static string? Missing
    {
        get
        {
            if (OperatingSystem.IsWindows())
                return "the tests start PostgreSQL only where there is a POSIX shell";
            if (Found is null)
                return "there is no PostgreSQL (apt-get install postgresql), and TRADEBOOKS_POSTGRES names none";
            if (Environment.UserName == "root" && (FindUser() is null || !File.Exists("/usr/bin/setpriv")))
                return "PostgreSQL does not run as root, and there is no setpriv or no user postgres or nobody to run it as";
            return null;
        }
    }

    private static string? Found { get; } = FindPrograms();

    private static string? FindPrograms()
    {
        var packages = Directory.Exists(DebianFolder) ? Directory.GetDirectories(DebianFolder) : [];
        return packages
            .OrderByDescending(folder => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private static string? FindUser()
    {
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet();
        return new[] { "postgres", "nobody" }.FirstOrDefault(users.Contains);
    }
}

using System.Net;
using System.Net.Sockets;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Hosting;

/// <summary>Which cluster a process belongs to, and how its members are found.</summary>
internal sealed record ClusterSettings
{
    /// <summary>Whether the members find each other through PostgreSQL; else there is one silo, on this machine.</summary>
    public bool IsClustered { get; private init; }

    /// <summary>Members and clients of one cluster have the same.</summary>
    public required string ClusterId { get; init; }

    /// <summary>What grains' state is stored under; stays when the cluster's id changes.</summary>
    public required string ServiceId { get; init; }

    /// <summary>Where a silo listens, and how others reach it.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Port for other silos.</summary>
    public required int SiloPort { get; init; }

    /// <summary>Port for clients.</summary>
    public required int GatewayPort { get; init; }

    /// <summary>How long an answer to a probe may take.</summary>
    public required TimeSpan ProbeTimeout { get; init; }

    /// <summary>After how many missed probes a silo is suspected.</summary>
    public required int MissedProbes { get; init; }

    /// <summary>How often each silo reads the table of members.</summary>
    public required TimeSpan TableRefresh { get; init; }

    /// <summary>How often each silo writes there that it lives; one that missed three is not waited for by those that start.</summary>
    public required TimeSpan AliveEvery { get; init; }

    /// <summary>How long a call to a grain may take.</summary>
    public required TimeSpan ResponseTimeout { get; init; }

    /// <summary>How long a stop may take.</summary>
    public required TimeSpan ShutdownTimeout { get; init; }

    /// <summary>PostgreSQL, with its secrets; empty where none is needed.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The process's own HTTP server.</summary>
    public required IPAddress HttpAddress { get; init; }

    public required int HttpPort { get; init; }

    /// <summary>Where traces and metrics go over OTLP; null for nowhere.</summary>
    public Uri? Otlp { get; private init; }

    /// <summary>Sections that <see cref="Read"/> reads.</summary>
    public static string[] Sections { get; } = ["Cluster", "Postgres", "Http", "Otlp"];

    /// <param name="configuration">The process's.</param>
    /// <param name="httpPort">Default of <c>Http:Port</c>.</param>
    /// <param name="responseSeconds">Default of <c>Cluster:ResponseSeconds</c>.</param>
    /// <exception cref="SettingException">A value is missing, wrong or unknown.</exception>
    public static ClusterSettings Read(IConfiguration configuration, int httpPort, int responseSeconds)
    {
        var reader = HostConfiguration.Sections(configuration, Sections);
        var isClustered = reader.Choice("Cluster.Mode", "localhost", ["localhost", "clustered"], "one silo in memory, or a cluster on PostgreSQL") == "clustered";
        var settings = new ClusterSettings
        {
            IsClustered = isClustered,
            ClusterId = ReadName(reader, "Cluster.ClusterId", "members and clients of a cluster have the same"),
            ServiceId = ReadName(reader, "Cluster.ServiceId", "what grains' state is stored under"),
            Address = ReadAddress(reader, "Cluster.Address", "where the silo listens and is reached by others: an address, or a name that stands for one"),
            SiloPort = reader.WholeNumber("Cluster.SiloPort", 11_111, 1, 65_535, "port for other silos"),
            GatewayPort = reader.WholeNumber("Cluster.GatewayPort", 30_000, 1, 65_535, "port for clients"),
            ProbeTimeout = Seconds(reader, "Cluster.ProbeSeconds", 2m, 0.1m, 60, "how long an answer to a probe may take"),
            MissedProbes = reader.WholeNumber("Cluster.MissedProbes", 3, 1, 100, "after how many missed probes a silo is suspected"),
            TableRefresh = Seconds(reader, "Cluster.TableRefreshSeconds", 10m, 1, 3600, "how often the table of members is read"),
            AliveEvery = Seconds(reader, "Cluster.AliveSeconds", 5m, 1, 3600, "how often a silo writes that it lives"),
            ResponseTimeout = Seconds(reader, "Cluster.ResponseSeconds", responseSeconds, 0.1m, 3600, "how long a call to a grain may take"),
            ShutdownTimeout = Seconds(reader, "Cluster.ShutdownSeconds", 30m, 1, 3600, "how long a stop may take"),
            ConnectionString = reader.Text("Postgres.ConnectionString", "", "PostgreSQL of the cluster"),
            HttpAddress = ReadAddress(reader, "Http.Address", "where health, metrics and the API are served"),
            HttpPort = reader.WholeNumber("Http.Port", httpPort, 0, 65_535, "port of health, metrics and the API; 0 for any that is free"),
            Otlp = ReadUri(reader.Text("Otlp.Endpoint", "", "collector of traces and metrics (gRPC), such as http://127.0.0.1:4317")),
        };
        reader.RejectUnknown();
        if (isClustered && settings.ConnectionString.Length == 0)
            throw new SettingException("setting Postgres.ConnectionString is missing, and Cluster.Mode is clustered");
        return settings;
    }

    // Without the connection string: it holds a password.
    public override string ToString() => $"cluster {ClusterId} ({(IsClustered ? "clustered" : "localhost")})";

    private static TimeSpan Seconds(SettingsReader reader, string key, decimal fallback, decimal minimum, decimal maximum, string effect) =>
        TimeSpan.FromSeconds((double)reader.Number(key, fallback, minimum, maximum, effect + ", in seconds"));

    private static string ReadName(SettingsReader reader, string key, string effect)
    {
        var name = reader.Text(key, "tradebooks", effect);
        return name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? name
            : throw new SettingException($"setting {key}: '{name}' is not 1 to 100 letters, digits, '-', '_' and '.'");
    }

    private static IPAddress ReadAddress(SettingsReader reader, string key, string effect)
    {
        var text = reader.Text(key, "127.0.0.1", effect);
        if (IPAddress.TryParse(text, out var address))
            return address;
        try
        {
            var found = Dns.GetHostAddresses(text == "auto" ? Dns.GetHostName() : text);
            return found.FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork) ?? found[0];
        }
        catch (Exception e) when (e is SocketException or ArgumentException or IndexOutOfRangeException)
        {
            throw new SettingException($"setting {key}: '{text}' is neither an address nor a name that stands for one");
        }
    }

    private static Uri? ReadUri(string text)
    {
        if (text.Length == 0)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new SettingException($"setting Otlp.Endpoint: '{text}' is not an address such as http://127.0.0.1:4317");
    }
}

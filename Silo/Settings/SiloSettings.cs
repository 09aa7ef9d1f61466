using Npgsql;
using TradeBooks.Domain.Settings;
using TradeBooks.Hosting;

namespace TradeBooks.Silo.Settings;

/// <summary>All that a silo is told.</summary>
/// <param name="Cluster">The cluster and this member.</param>
/// <param name="Trading">What is traded.</param>
internal sealed record SiloSettings(ClusterSettings Cluster, TradingSettings Trading)
{
    private const int HttpPort = 8081;
    private const int ResponseSeconds = 30;

    /// <exception cref="SettingException">A value is missing, wrong or unknown; says which, in one line.</exception>
    public static SiloSettings Read(IConfiguration configuration)
    {
        HostConfiguration.RejectUnknownSections(configuration, [.. ClusterSettings.Sections, .. TradingSettings.Sections]);
        var cluster = ClusterSettings.Read(configuration, HttpPort, ResponseSeconds);
        return new SiloSettings(cluster, TradingSettings.Read(configuration, cluster.IsClustered));
    }

    /// <summary>The database, with the process's name for its statistics.</summary>
    /// <exception cref="SettingException">The connection string can't be read.</exception>
    public NpgsqlDataSource CreateDataSource()
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(Cluster.ConnectionString);
            connection.ApplicationName ??= "tradebooks-silo";
            return NpgsqlDataSource.Create(connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            // Not what was given: it holds a password.
            throw new SettingException("setting Postgres.ConnectionString can't be read: give Host=…;Port=…;Database=…;Username=…;Password=…");
        }
    }
}

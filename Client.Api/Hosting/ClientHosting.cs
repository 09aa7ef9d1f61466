using Orleans.Configuration;
using TradeBooks.Client.Api.Desk;
using TradeBooks.Domain.Desk;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Hosting;
using TradeBooks.Web.Live;

namespace TradeBooks.Client.Api.Hosting;

/// <summary>Puts the API's side of the cluster together.</summary>
internal static class ClientHosting
{
    private const string PostgresInvariant = "Npgsql";

    // Silos that have gone are not asked any more after this, and new ones are.
    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(3);

    /// <summary>The desk over the cluster.</summary>
    public static void AddDesk(this IServiceCollection services, ClusterSettings cluster, DeskSettings desk)
    {
        services.AddSingleton(desk);
        services.AddSingleton<ClusterConnection>();
        services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>>(provider => provider.GetRequiredService<ClusterConnection>());
        services.AddSingleton(provider => new LiveFeed(clock: provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ClusterCalls(
            provider.GetRequiredService<IClusterClient>(), provider.GetRequiredService<ClusterConnection>(), cluster.ResponseTimeout));
        services.AddSingleton<ITradingDesk, ClusterDesk>();
        services.AddHostedService<LiveSubscriptions>();

        // The server answers (503) while the client still looks for the cluster.
        services.Configure<HostOptions>(options => options.ServicesStartConcurrently = true);
    }

    /// <summary>The cluster's client.</summary>
    public static void UseTradeBooks(this IClientBuilder client, ClusterSettings cluster)
    {
        client.Services.AddTradeBooksSerialization();
        client.UseConnectionRetryFilter<ReconnectForever>();
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = cluster.ResponseTimeout);
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayRefresh);
        if (cluster.Otlp is not null)
            client.AddActivityPropagation();
        if (!cluster.IsClustered)
        {
            client.UseLocalhostClustering(cluster.GatewayPort, cluster.ServiceId, cluster.ClusterId);
            return;
        }

        client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (PostgresInvariant, cluster.ConnectionString));
    }
}

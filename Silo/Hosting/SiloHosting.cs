using System.Diagnostics.Metrics;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.Streams;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Hosting;
using TradeBooks.Silo.Feeding;
using TradeBooks.Silo.Health;
using TradeBooks.Silo.Settings;
using TradeBooks.Storage.Portfolios;
using TradeBooks.Storage.Postgres;
using TradeBooks.Streaming.Kafka;
using TradeBooks.Web.Metrics;

namespace TradeBooks.Silo.Hosting;

/// <summary>Puts a silo together.</summary>
internal static class SiloHosting
{
    private const string SymbolStorage = "symbols";
    private const string PostgresInvariant = "Npgsql";

    /// <summary>What the grains are given, wherever their bars come from.</summary>
    public static void AddTrading(this IServiceCollection services, SiloSettings settings)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings.Trading);
        services.AddSingleton(settings.Trading.Trading);
        services.AddSingleton<IRecordDecoderFactory>(new MarketDecoderFactory(new BarMessageReader(settings.Trading.TimeZone), settings.Trading.Exchange));
        services.AddSingleton(provider => new MetricsText(provider.GetRequiredService<IMeterFactory>(), Telemetry.Meters));
        services.AddSingleton<Prerequisites>();
        services.AddSingleton<SiloReadiness>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloReadiness>());
        if (settings.Cluster.IsClustered)
        {
            services.AddSingleton(settings.CreateDataSource());
            services.AddSingleton<IPortfolioStore, PostgresPortfolioStore>();
            services.AddSingleton(settings.Trading.Kafka!);
            services.AddSingleton<IDeadLetters, KafkaDeadLetters>();
        }
        else
        {
            services.AddSingleton<IPortfolioStore, MemoryPortfolioStore>();
            services.AddSingleton<IDeadLetters, LoggedDeadLetters>();
        }
    }

    /// <summary>The silo and its streams.</summary>
    public static void UseTradeBooks(this ISiloBuilder silo, SiloSettings settings)
    {
        var cluster = settings.Cluster;
        silo.Services.AddTradeBooksSerialization();
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = cluster.ResponseTimeout);
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = cluster.ProbeTimeout;
            options.NumMissedProbesLimit = cluster.MissedProbes;
            options.TableRefreshTimeout = cluster.TableRefresh;
            options.IAmAliveTablePublishTimeout = cluster.AliveEvery;
        });
        if (cluster.Otlp is not null)
            silo.AddActivityPropagation();
        if (cluster.IsClustered)
            UseCluster(silo, settings);
        else
            UseMemory(silo, cluster);
    }

    private static void UseCluster(ISiloBuilder silo, SiloSettings settings)
    {
        var cluster = settings.Cluster;
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        silo.ConfigureEndpoints(cluster.Address, cluster.SiloPort, cluster.GatewayPort);
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (PostgresInvariant, cluster.ConnectionString));
        silo.AddAdoNetGrainStorage(SymbolStorage, options => options.Configure<Serializer>((storage, serializer) =>
        {
            (storage.Invariant, storage.ConnectionString) = (PostgresInvariant, cluster.ConnectionString);
            // The state is bytes already: as JSON they would be a third longer, and read and written one by one.
            storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        }));
        silo.AddKafkaStreams(StreamNames.Provider, streams => ConfigureStreams(streams, settings));
    }

    private static void ConfigureStreams(SiloKafkaStreamConfigurator streams, SiloSettings settings)
    {
        var kafka = settings.Trading.Kafka!;
        streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
        var trading = settings.Trading;
        streams.UseDataAdapter((_, _) => new MarketStreamAdapter(kafka.Topic, trading.Symbols, trading.Exchange));
        streams.ConfigureKafka(options => options.Configure(stream =>
        {
            stream.Brokers = kafka.Brokers;
            stream.Topics =
            [
                .. trading.HasBars ? trading.Symbols.Select(kafka.Topic.TopicOf).Distinct(StringComparer.Ordinal) : [],
                .. trading.Exchange?.Names ?? [],
            ];
            foreach (var topic in trading.Exchange?.Names ?? [])
                stream.Partitions.Add(topic, trading.Exchange!.Map.PartitionsOf(trading.Symbols));
            stream.GroupId = kafka.Consumer.GetValueOrDefault("group.id", settings.Cluster.ServiceId);
            stream.Client = kafka.Client.ToDictionary();
            stream.Consumer = kafka.Consumer.Where(property => property.Key != "group.id").ToDictionary();
            stream.Producer = kafka.Producer.ToDictionary();
            stream.Headers = kafka.HasHeaders;
            stream.DeadLetterHeaderPrefix = "tradebooks-";
        }));
    }

    private static void UseMemory(ISiloBuilder silo, ClusterSettings cluster)
    {
        silo.UseLocalhostClustering(
            cluster.SiloPort, cluster.GatewayPort, serviceId: cluster.ServiceId, clusterId: cluster.ClusterId);
        silo.AddMemoryGrainStorage(SymbolStorage);
        silo.AddMemoryStreams(StreamNames.Provider, streams => streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly));
        silo.Services.AddHostedService<FileFeed>();
    }
}

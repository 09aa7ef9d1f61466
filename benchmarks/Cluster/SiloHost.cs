using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.Streams;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Silo.Feeding;
using TradeBooks.Storage.Portfolios;
using TradeBooks.Storage.Postgres;
using TradeBooks.Streaming.Kafka;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>A silo in this process that trades in arrival mode and does not wait.</summary>
internal static class SiloHost
{
    private const string SymbolStorage = "symbols";

    /// <param name="portfolios">Symbols by portfolio; the strategy is lss.</param>
    /// <param name="postgres">Where ledger and snapshots are; null for memory.</param>
    /// <param name="kafka">Where bars come from; null for nowhere.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<IHost> StartAsync(
        IReadOnlyDictionary<string, IReadOnlyList<string>> portfolios, string? postgres, KafkaOptions? kafka, CancellationToken cancellation)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new ClusterTrading(
            portfolios.ToDictionary(pair => pair.Key, pair => Setup(pair.Key, pair.Value)), TimeSpan.Zero));
        builder.Services.AddSingleton<IRecordDecoderFactory>(new MarketDecoderFactory(new BarMessageReader(TimeZoneInfo.Utc)));
        builder.Services.AddSingleton<IDeadLetters, LoggedDeadLetters>();
        if (postgres is null)
        {
            builder.Services.AddSingleton<IPortfolioStore, MemoryPortfolioStore>();
        }
        else
        {
            var source = NpgsqlDataSource.Create(postgres);
            await PostgresSchema.ApplyAsync(source, cancellation);
            builder.Services.AddSingleton(source);
            builder.Services.AddSingleton<IPortfolioStore, PostgresPortfolioStore>();
        }

        builder.UseOrleans(silo =>
        {
            silo.Services.AddTradeBooksSerialization();
            silo.UseLocalhostClustering(FreePort(), FreePort());
            if (postgres is null)
                silo.AddMemoryGrainStorage(SymbolStorage);
            else
                AddPostgresStorage(silo, postgres);
            if (kafka is not null)
                AddStreams(silo, kafka, [.. portfolios.Values.SelectMany(symbols => symbols)]);
        });
        var host = builder.Build();
        await host.StartAsync(cancellation);
        return host;
    }

    // As a silo has it.
    private static void AddPostgresStorage(ISiloBuilder silo, string postgres) =>
        silo.AddAdoNetGrainStorage(SymbolStorage, options => options.Configure<Serializer>((storage, serializer) =>
        {
            (storage.Invariant, storage.ConnectionString) = ("Npgsql", postgres);
            storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        }));

    private static void AddStreams(ISiloBuilder silo, KafkaOptions kafka, IReadOnlyList<string> symbols) =>
        silo.AddKafkaStreams(StreamNames.Provider, streams =>
        {
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            streams.UseDataAdapter((_, _) => new MarketStreamAdapter(kafka.Topic, symbols));
            streams.ConfigureKafka(options => options.Configure(stream =>
            {
                stream.Brokers = kafka.Brokers;
                stream.Topics = [.. symbols.Select(kafka.Topic.TopicOf).Distinct()];
                stream.GroupId = $"benchmark-{Guid.NewGuid():N}";
                stream.Client = kafka.Client.ToDictionary();
                stream.Headers = kafka.HasHeaders;
            }));
        });

    private static TradingSetup Setup(string portfolio, IReadOnlyList<string> symbols) => TradingSetup.Read(
        new SettingsReader(new Dictionary<string, string> { ["portfolio"] = portfolio }), StrategyChoice.Parse(["lss"]), symbols);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

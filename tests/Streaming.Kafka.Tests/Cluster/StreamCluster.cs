using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Streams;
using Orleans.TestingHost;
using TradeBooks.Tests.Kafka;
using TradeBooks.Tests.Orleans;

namespace TradeBooks.Streaming.Kafka.Tests.Cluster;

/// <summary>Silos in this process that read one topic, and their client.</summary>
internal sealed class StreamCluster : IAsyncDisposable
{
    public const string Provider = "kafka";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly InProcessTestCluster _cluster;

    private StreamCluster(InProcessTestCluster cluster) => _cluster = cluster;

    public InProcessTestCluster Silos => _cluster;

    public IReadOnlyList<KafkaPartitionHealth> Partitions => [.. _cluster.Silos.SelectMany(silo => HealthOf(silo).Partitions)];

    public static KafkaStreamHealth HealthOf(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredKeyedService<KafkaStreamHealth>(Provider);

    /// <summary>What all providers of these tests have; more by <paramref name="configure"/>.</summary>
    public static void Configure(KafkaStreamOptions options, KafkaBroker broker, string topic, Action<KafkaStreamOptions>? configure = null)
    {
        options.Brokers = broker.Address;
        options.Client = KafkaBroker.ClientProperties.ToDictionary();
        options.Topics = [topic];
        options.GroupId = topic;
        options.CommitInterval = TimeSpan.FromMilliseconds(100);
        configure?.Invoke(options);
    }

    public static async Task<StreamCluster> StartAsync(
        KafkaBroker broker, string topic, int silos = 1, Action<KafkaStreamOptions>? configure = null,
        TimeSpan? maxDeliveryTime = null, IKafkaDataAdapter? adapter = null, bool isToBeKilled = false)
    {
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureHost(host => host.Logging.SetMinimumLevel(LogLevel.None));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IFatalErrorHandler, SiloEnd>();
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.TableRefreshTimeout = TimeSpan.FromSeconds(1);
                // A busy machine makes a silo wait for seconds: only where one is killed is it soon taken for dead.
                if (!isToBeKilled)
                    return;
                options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
            silo.AddKafkaStreams(Provider, streams =>
            {
                streams.ConfigureKafka(options => options.Configure(kafka => Configure(kafka, broker, topic, configure)));
                streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
                if (maxDeliveryTime is { } limit)
                    streams.ConfigurePullingAgent(agent => agent.Configure(options => options.MaxEventDeliveryTime = limit));
                if (adapter is not null)
                    streams.UseDataAdapter((_, _) => adapter);
            });
        });
        builder.ConfigureClient(client => client.AddKafkaStreams(Provider, streams =>
        {
            streams.ConfigureKafka(options => options.Configure(kafka =>
            {
                kafka.Brokers = broker.Address;
                kafka.Client = KafkaBroker.ClientProperties.ToDictionary();
            }));
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
        }));
        var cluster = builder.Build();
        try
        {
            await cluster.DeployAsync();
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }

        return new StreamCluster(cluster);
    }

    /// <summary>
    /// Waits until every silo reads its share, and no partition is on its way to a silo that joined later: what is being
    /// delivered then comes again there.
    /// </summary>
    public Task WaitForSharesAsync() => WaitAsync(
        () => _cluster.Silos.All(silo => HealthOf(silo).Partitions is var own
            && own.Count == BrokerFixture.Partitions / _cluster.Silos.Count
            && own.All(partition => partition.State == KafkaStreamState.Reading)),
        () => string.Join(Environment.NewLine, Partitions));

    /// <summary>Waits until every partition is read by one silo, and none is on its way from one to another.</summary>
    public Task WaitForPartitionsAsync() => WaitAsync(
        () => Partitions is var all && all.Count == BrokerFixture.Partitions && all.DistinctBy(partition => partition.Partition).Count() == all.Count,
        () => string.Join(Environment.NewLine, Partitions));

    /// <summary>Waits until the silos know of every record that they have read that it is delivered.</summary>
    public Task WaitForAnswersAsync() => WaitAsync(
        () => Partitions.All(partition => partition.Delivered == partition.Position), () => string.Join(Environment.NewLine, Partitions));

    /// <summary>Waits until every record of a topic was delivered at least once.</summary>
    public static Task WaitForAllAsync(TestTopic topic) => WaitAsync(
        () => topic.Written.All(pair => Tape.Of(topic.Name).Distinct(pair.Key) >= pair.Value),
        () => string.Join(", ", topic.Written.Select(pair => $"{pair.Key}: {Tape.Of(topic.Name).Distinct(pair.Key)} of {pair.Value}")));

    /// <summary>Waits until all that was written is committed.</summary>
    public static Task WaitForCommitsAsync(TestTopic topic, IEnumerable<long> offsets) => WaitAsync(
        () => topic.Committed(topic.Name).SequenceEqual(offsets),
        () => $"committed are {string.Join(", ", topic.Committed(topic.Name))}, not {string.Join(", ", offsets)}");

    /// <summary>Waits for a condition, and fails with what was seen instead.</summary>
    public static async Task WaitAsync(Func<bool> condition, Func<string> seen)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, seen());
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}

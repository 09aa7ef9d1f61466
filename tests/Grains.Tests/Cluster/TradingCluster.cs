using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Providers.Streams.Common;
using Orleans.Runtime.Hosting;
using Orleans.Streams;
using Orleans.TestingHost;
using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Silo.Feeding;
using TradeBooks.Storage.Portfolios;
using TradeBooks.Tests.Orleans;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>Silos that trade, with a store and snapshots that outlive them, and a client.</summary>
internal sealed class TradingCluster : IAsyncDisposable
{
    // Of the streams in memory.
    private const int Queues = HashRingStreamQueueMapperOptions.DEFAULT_NUM_QUEUES;

    // A busy machine may make a call wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly InProcessTestCluster _cluster;

    /// <param name="trading">What is traded.</param>
    /// <param name="exchange">Whose books there are.</param>
    /// <param name="silos">How many silos.</param>
    /// <param name="timeoutOfTheDead">After what a client gives up a call, where silos are killed; null where none is.</param>
    private TradingCluster(ClusterTrading trading, ExchangeTopics? exchange, int silos, TimeSpan? timeoutOfTheDead)
    {
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureHost(host =>
        {
            host.Logging.ClearProviders();
            host.Services.AddTradeBooksSerialization();
        });
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IFatalErrorHandler, SiloEnd>();
            silo.Services.AddSingleton(trading);
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton<IPortfolioStore>(Store);
            silo.Services.AddSingleton<IDeadLetters>(DeadLetters);
            silo.Services.AddSingleton<IRecordDecoderFactory>(new MarketDecoderFactory(new BarMessageReader(TimeZoneInfo.Utc), exchange));
            silo.Services.AddGrainStorage(SymbolGrain.StorageName, (_, _) => Snapshots);
            silo.AddMemoryStreams(StreamNames.Provider, streams =>
            {
                streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
                streams.ConfigurePullingAgent(agent => agent.Configure(
                    options => options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(10)));
            });
            silo.Configure<SiloMessagingOptions>(
                options => options.ResponseTimeout = timeoutOfTheDead is null ? Patience : TimeSpan.FromSeconds(10));
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.TableRefreshTimeout = TimeSpan.FromSeconds(1);
                // A silo that waits for its turn on a busy machine is not dead: with it would go what streams in memory hold.
                if (timeoutOfTheDead is null)
                    return;
                options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
        });
        builder.ConfigureClient(client =>
        {
            client.AddMemoryStreams(StreamNames.Provider);
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromMilliseconds(500));
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = timeoutOfTheDead ?? Patience);
        });
        _cluster = builder.Build();
    }

    public FaultyPortfolioStore Store { get; } = new();

    public SharedSymbolStorage Snapshots { get; } = new();

    public RecordingDeadLetters DeadLetters { get; } = new();

    public IClusterClient Client => _cluster.Client;

    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    /// <summary>Starts silos that trade portfolios over the symbols.</summary>
    public static Task<TradingCluster> Start(
        int silos, IEnumerable<string> symbols, IEnumerable<PortfolioCase> portfolios, TimeSpan? arrivalWait = null) =>
        Start(silos, new ClusterTrading(portfolios.ToDictionary(one => one.Key, one => one.Setup(symbols)), arrivalWait), null);

    /// <summary>The same where silos are killed: a client's call to one of those is soon given up.</summary>
    public static Task<TradingCluster> StartToKill(int silos, IEnumerable<string> symbols, params IEnumerable<PortfolioCase> portfolios) =>
        Start(silos, new ClusterTrading(portfolios.ToDictionary(one => one.Key, one => one.Setup(symbols)), null), TimeSpan.FromSeconds(1));

    /// <summary>The same where symbols have an exchange's books, and trades where the topics say so.</summary>
    public static Task<TradingCluster> StartToKill(
        int silos, IEnumerable<string> symbols, IEnumerable<PortfolioCase> portfolios, ExchangeTopics exchange) =>
        Start(silos, Trading(symbols, portfolios, exchange), TimeSpan.FromSeconds(3), exchange);

    /// <summary>Starts silos of which none is killed, where symbols have an exchange's books.</summary>
    public static Task<TradingCluster> Start(
        int silos, IEnumerable<string> symbols, IEnumerable<PortfolioCase> portfolios, ExchangeTopics exchange) =>
        Start(silos, Trading(symbols, portfolios, exchange), null, exchange);

    private static ClusterTrading Trading(IEnumerable<string> symbols, IEnumerable<PortfolioCase> portfolios, ExchangeTopics exchange) =>
        new(portfolios.ToDictionary(one => one.Key, one => one.Setup(symbols)), null) { Sources = exchange.Count };

    private static async Task<TradingCluster> Start(
        int silos, ClusterTrading trading, TimeSpan? timeoutOfTheDead, ExchangeTopics? exchange = null)
    {
        var cluster = new TradingCluster(trading, exchange, silos, timeoutOfTheDead);
        await cluster._cluster.DeployAsync();
        await Until.Async(cluster.Readers, readers => readers == Queues);
        return cluster;
    }

    // Whose a queue will be reads it from the start; whoever does not know of all silos yet reads it too. Until it gives it up,
    // what it holds in memory would go with it.
    private async Task<int> Readers()
    {
        var counts = await Task.WhenAll(_cluster.Silos.Select(silo => ((IControllable)silo.ServiceProvider
            .GetRequiredKeyedService<IStreamProvider>(StreamNames.Provider)).ExecuteCommand((int)PersistentStreamProviderCommand.GetNumberRunningAgents, null!)));
        return counts.Sum(count => (int)count);
    }

    public ISymbolGrain Symbol(string symbol) => Client.GetGrain<ISymbolGrain>(symbol);

    public IPortfolioGrain Portfolio(string key) => Client.GetGrain<IPortfolioGrain>(key);

    /// <summary>The whole trade log, part by part.</summary>
    public async Task<string> TradeLog(string portfolio)
    {
        var text = new StringBuilder();
        for (long? after = 0; after is { } row;)
        {
            var part = await Retry(() => Portfolio(portfolio).GetTradeLog(row));
            text.Append(Encoding.UTF8.GetString(part.Text));
            after = part.Next;
        }

        return text.ToString();
    }

    /// <summary>Last offset of the symbol's log that is in its snapshot; −1 before the first.</summary>
    public async Task<long> Applied(string symbol, string source = SymbolLog.BarSource) =>
        (await Symbol(symbol).GetView()).Positions.GetValueOrDefault(source, -1);

    public Task<long> Applied(SymbolLog log) => Applied(log.Symbol, log.Source);

    public Task Publish(SymbolLog log, int first, int last) => Client.GetStreamProvider(StreamNames.Provider)
        .GetStream<RecordBatch>(StreamId.Create(log.Streams, log.Symbol)).OnNextAsync(log.Batch(first, last));

    /// <summary>Publishes a log from an offset on in batches of any size, and waits until all of it is applied.</summary>
    public async Task Feed(SymbolLog log, Random random, int first = 0)
    {
        while (first <= log.Last)
        {
            var last = Math.Min(log.Last, first + random.Next(30));
            await Publish(log, first, last);
            first = last + 1;
        }

        await Applied(log, log.Last);
    }

    public Task Applied(SymbolLog log, long offset) => Until.Async(() => Applied(log), applied => applied >= offset);

    /// <summary>Feeds all symbols at once.</summary>
    public Task Feed(Dictionary<string, List<TestBar>> bars, int seed) =>
        Task.WhenAll(bars.Select((pair, i) => Feed(SymbolLog.Of(pair.Key, pair.Value), new Random(seed * 10 + i))));

    /// <summary>Asks until the silos that are left answer.</summary>
    public static async Task<T> Retry<T>(Func<Task<T>> ask)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception e) when (LossyFeed.IsOfAKill(e) && clock.Elapsed < Until.Limit)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }
    }

    public static Task Retry(Func<Task> ask) => Retry(async () =>
    {
        await ask();
        return true;
    });

    /// <summary>The silo where a grain is active.</summary>
    public async Task<InProcessSiloHandle> SiloOf(IAddressable grain)
    {
        var address = await Retry(() => Client.GetGrain<IManagementGrain>(0).GetActivationAddress(grain).AsTask());
        return _cluster.Silos.Single(silo => silo.SiloAddress.Equals(address));
    }

    /// <summary>Ends a silo without letting it finish anything.</summary>
    public Task Kill(InProcessSiloHandle silo) => _cluster.KillSiloAsync(silo);

    /// <summary>
    /// Has the others take a silo for dead that lives, and goes on until it hears of it; waits until it has ended
    /// (<see cref="SiloEnd"/>).
    /// </summary>
    public async Task TakeForDead(InProcessSiloHandle silo)
    {
        var ended = silo.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped;
        var table = silo.ServiceProvider.GetRequiredService<IMembershipTable>();
        bool isWritten;
        do
        {
            var members = await table.ReadAll();
            var (entry, etag) = members.Members.Single(member => member.Item1.SiloAddress.Equals(silo.SiloAddress));
            entry.Status = SiloStatus.Dead;
            isWritten = await table.UpdateRow(entry, etag, members.Version.Next());
        }
        while (!isWritten);
        await Until.True(() => ended.IsCancellationRequested);
        await Kill(silo);
    }

    public Task StartSilo() => _cluster.StartAdditionalSiloAsync();

    /// <summary>Ends an activation in good order; the next call makes another.</summary>
    public Task Deactivate(IAddressable grain) => _cluster.DeactivateAsync(grain);

    /// <summary>Moves an activation to another silo.</summary>
    public Task Move(IAddressable grain, InProcessSiloHandle to) => _cluster.MigrateAsync(grain, to.SiloAddress);

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }
}

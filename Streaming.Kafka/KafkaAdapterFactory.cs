using System.Collections.Concurrent;
using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka;

/// <summary>Finds the partitions at start, and puts together what Orleans asks for.</summary>
internal sealed partial class KafkaAdapterFactory : IQueueAdapterFactory, IQueueAdapterCache, IDisposable
{
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(250);

    private readonly string _name;
    private readonly KafkaStreamOptions _options;
    private readonly IKafkaDataAdapter _dataAdapter;
    private readonly KafkaStreamHealth _health;
    private readonly KafkaMetrics _metrics;
    private readonly KafkaProducer _producer;
    private readonly DeadLetterWriter _deadLetters;
    private readonly bool _isSilo;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping;
    private readonly ConcurrentDictionary<QueueId, KafkaQueueCache> _caches = [];
    private readonly Lock _lock = new();
    private IReadOnlyList<TopicPartition> _partitions = [];
    private KafkaQueueMapper? _mapper;
    private KafkaReader? _reader;
    private bool _isDisposed;

    private KafkaAdapterFactory(IServiceProvider services, string name)
    {
        _name = name;
        _options = services.GetRequiredService<IOptionsMonitor<KafkaStreamOptions>>().Get(name);
        _dataAdapter = services.GetRequiredKeyedService<IKafkaDataAdapter>(name);
        _health = services.GetRequiredKeyedService<KafkaStreamHealth>(name);
        _metrics = services.GetRequiredService<KafkaMetrics>();
        _isSilo = services.GetService<ILocalSiloDetails>() is not null;
        _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger($"{typeof(KafkaAdapterFactory).Namespace}.{name}");
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(
            services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None);
        _producer = new KafkaProducer(_options, _health);
        _deadLetters = new DeadLetterWriter(
            _producer, _options, _metrics, services.GetService<TimeProvider>() ?? TimeProvider.System, _logger);
    }

    public static IQueueAdapterFactory Create(IServiceProvider services, string name) => new KafkaAdapterFactory(services, name);

    /// <exception cref="TimeoutException">Brokers or topics were not there in time.</exception>
    /// <exception cref="OperationCanceledException">The host stops.</exception>
    public async Task<IQueueAdapter> CreateAdapter()
    {
        if (_isSilo)
        {
            _health.Set(KafkaStreamState.Starting);
            _partitions = await Task.Run(FindPartitionsAsync, _stopping.Token);
            _mapper = new KafkaQueueMapper(_partitions);
            // Now, so that a wrong property of the consumer is an error of the start.
            GetReader();
            _health.Set(KafkaStreamState.Reading);
        }

        return new KafkaQueueAdapter(_name, _dataAdapter, _producer, CreateReceiver);
    }

    public IQueueAdapterCache GetQueueAdapterCache() => this;

    /// <exception cref="InvalidOperationException">The adapter was not created before.</exception>
    public IStreamQueueMapper GetStreamQueueMapper() => _mapper ?? throw new InvalidOperationException("the partitions are not known yet");

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) => Task.FromResult<IStreamFailureHandler>(
        new DeadLetterFailureHandler(() => _caches.GetValueOrDefault(queueId), _deadLetters, _metrics, _stopping.Token));

    public IQueueCache CreateQueueCache(QueueId queueId) => _caches[queueId] = new KafkaQueueCache(new ContainerMerger(_options, _dataAdapter));

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        _stopping.Cancel();
        _reader?.Dispose();
        _producer.Dispose();
        _health.Set(KafkaStreamState.Stopped);
        _stopping.Dispose();
    }

    private KafkaQueueReceiver CreateReceiver(QueueId queueId) => new(_mapper!.GetPartition(queueId), _options, GetReader);

    private KafkaReader GetReader()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _reader ??= new KafkaReader(_options, _partitions, _dataAdapter, _deadLetters, _metrics, _health, _logger);
        }
    }

    private async Task<IReadOnlyList<TopicPartition>> FindPartitionsAsync()
    {
        var topology = new KafkaTopology(_options);
        var watch = Stopwatch.StartNew();
        using var admin = new AdminClientBuilder(KafkaProperties.Admin(_options))
            .SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
        while (true)
        {
            string? missing;
            try
            {
                var partitions = topology.Select(KafkaTopology.Usable(admin.GetMetadata(RequestPatience)), out missing);
                if (missing is null)
                {
                    LogFound(partitions.Count);
                    return partitions;
                }
            }
            catch (KafkaException e)
            {
                missing = $"the brokers can't be asked: {e.Error.Reason}";
            }

            if (_health.Note(missing))
                LogWaiting(missing);
            if (_options.TopicWait != Timeout.InfiniteTimeSpan && watch.Elapsed > _options.TopicWait)
                throw new TimeoutException($"Kafka stream provider '{_name}': {missing}, for {_options.TopicWait}");
            await Task.Delay(AskAgainAfter, _stopping.Token);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Found {Count} partitions.")]
    private partial void LogFound(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The start waits: {Missing}.")]
    private partial void LogWaiting(string missing);
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Confluent.Kafka;

namespace TradeBooks.Tests.Kafka;

/// <summary>
/// A test's own Apache Kafka 0.9.0.1 with its ZooKeeper, on free loopback ports, that can be killed and started again.
/// It has no headers, timestamps, idempotence or topic creation through the client.
/// </summary>
internal sealed class KafkaBroker : IDisposable
{
    private const int Attempts = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly KafkaBrokerOptions _options;
    private readonly KafkaBrokerFolder _folder = new();
    private readonly OrphanGuard _guard;
    private readonly int _port = LoopbackPort.Free();
    private readonly int _zooKeeperPort = LoopbackPort.Free();
    private readonly BrokerMetadata _metadata;
    private JavaProcess? _zooKeeper;
    private JavaProcess? _broker;

    private KafkaBroker(KafkaBrokerOptions options)
    {
        _options = options;
        _guard = new OrphanGuard(_folder.Root);
        _metadata = new BrokerMetadata(Client);
    }

    /// <summary>What a client of this version must set: it can't ask the broker for it.</summary>
    public static IReadOnlyDictionary<string, string> ClientProperties { get; } = new Dictionary<string, string>
    {
        ["api.version.request"] = "false",
        ["broker.version.fallback"] = "0.9.0.1",
    };

    /// <summary>For bootstrap.servers; stays the same over restarts.</summary>
    public string Address => $"127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A new configuration for a client of this broker.</summary>
    public ClientConfig Client => new(ClientProperties.ToDictionary()) { BootstrapServers = Address };

    /// <summary>Whether a broker can be started here, and if not, why.</summary>
    public static bool IsAvailable(out string why)
    {
        why = KafkaInstallation.Missing ?? "";
        return why.Length == 0;
    }

    /// <summary>Starts a broker and returns when it answers; skips the test where there is no Java or no Kafka.</summary>
    public static KafkaBroker Start(KafkaBrokerOptions? options = null)
    {
        Assert.SkipUnless(IsAvailable(out var why), why);
        for (var attempt = 1; ; attempt++)
        {
            var broker = new KafkaBroker(options ?? new KafkaBrokerOptions());
            try
            {
                broker.StartZooKeeper();
                broker.StartBroker();
                return broker;
            }
            catch (InvalidOperationException) when (attempt < Attempts && broker._folder.PortWasTaken)
            {
                // Someone was quicker: other ports.
                broker.Dispose();
            }
            catch
            {
                broker.Dispose();
                throw;
            }
        }
    }

    /// <summary>Creates a topic, with settings of its own such as ("retention.ms", "1000"); returns when it can be used.</summary>
    public void CreateTopic(string name, int partitions, params IEnumerable<(string Key, string Value)> config) =>
        Create([(name, partitions)], config.SelectMany(pair => new[] { "--config", $"{pair.Key}={pair.Value}" }).ToArray());

    /// <summary>Creates topics, as many at a time as there are processors; returns when they can be used.</summary>
    public void CreateTopics(params IEnumerable<(string Name, int Partitions)> topics) => Create(topics.ToArray(), []);

    /// <summary>SIGKILL of the broker; its ZooKeeper lives on.</summary>
    public void Kill()
    {
        _broker?.Dispose();
        _broker = null;
        Watch();
    }

    /// <summary>
    /// Starts it again on the same port and data, after a SIGKILL where it still runs; returns when it leads all its
    /// partitions and knows the groups' offsets. ZooKeeper keeps a dead broker's place for up to 2.5 s, and without it the new one would refuse to start.
    /// </summary>
    public void Restart()
    {
        Kill();
        var watch = Stopwatch.StartNew();
        while (AskZooKeeper("dump").Contains("/brokers/ids/0", StringComparison.Ordinal))
        {
            if (watch.Elapsed > Patience)
                throw new InvalidOperationException($"the dead broker's session does not expire\n{_folder.Tail(KafkaBrokerFolder.ZooKeeperLog)}");
            Thread.Sleep(10);
        }

        StartBroker();
        WaitForOffsets();
    }

    /// <summary>SIGKILL of both, and their folder goes.</summary>
    public void Dispose()
    {
        _metadata.Dispose();
        _broker?.Dispose();
        _zooKeeper?.Dispose();
        _broker = null;
        _zooKeeper = null;
        Watch();
        _guard.Dispose();
    }

    private void StartZooKeeper()
    {
        _folder.WriteLogSettings();
        _zooKeeper = JavaProcess.Start(
            _folder, KafkaBrokerFolder.ZooKeeperLog, ["-Xmx64m", "-XX:TieredStopAtLevel=1"],
            "org.apache.zookeeper.server.quorum.QuorumPeerMain", _folder.WriteZooKeeperSettings(_zooKeeperPort));
        Watch();
    }

    private void StartBroker()
    {
        // Led again means that nothing of what was written is out of reach.
        var partitions = _folder.Partitions;
        _broker = JavaProcess.Start(
            _folder, KafkaBrokerFolder.BrokerLog, ["-Xmx256m", "-Djdk.net.allowAmbiguousIPAddressLiterals=true"],
            "kafka.Kafka", _folder.WriteBrokerSettings(_port, _zooKeeperPort, _options));
        Watch();
        WaitUntil(metadata => metadata.Topics.Sum(BrokerMetadata.Led) >= partitions, $"the broker at {Address} is not ready");
    }

    // It reads them again, and gives none of them before it is done with all.
    private void WaitForOffsets()
    {
        if (!_folder.HasOffsets)
            return;
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig(Client) { GroupId = "broker-restarted" })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        for (var watch = Stopwatch.StartNew(); ; Thread.Sleep(10))
        {
            try
            {
                consumer.Committed([new TopicPartition(KafkaBrokerFolder.OffsetsTopic, 0)], Patience);
                return;
            }
            catch (KafkaException e)
            {
                if (watch.Elapsed > Patience)
                    throw new InvalidOperationException($"the groups' offsets are not there: {e.Error.Reason}\n{_folder.Tail(KafkaBrokerFolder.BrokerLog)}", e);
            }
        }
    }

    private void Create((string Name, int Partitions)[] topics, string[] config)
    {
        foreach (var some in topics.Chunk(Environment.ProcessorCount))
        {
            var commands = some.Select(topic => (topic.Name, Process: StartCommand(topic, config))).ToList();
            try
            {
                foreach (var (name, process) in commands)
                {
                    if (process.WaitForExit(Patience) is not 0)
                        throw new InvalidOperationException($"topic {name} was not created\n{_folder.Tail(name)}");
                }
            }
            finally
            {
                commands.ForEach(command => command.Process.Dispose());
            }
        }

        WaitUntil(metadata => BrokerMetadata.AreLed(metadata, topics), $"not all topics have leaders: {string.Join(", ", topics)}");
    }

    private JavaProcess StartCommand((string Name, int Partitions) topic, string[] config) => JavaProcess.Start(
        _folder, topic.Name, ["-Xmx64m", "-XX:TieredStopAtLevel=1"], "kafka.admin.TopicCommand",
        [
            "--zookeeper", $"127.0.0.1:{_zooKeeperPort.ToString(CultureInfo.InvariantCulture)}", "--create",
            "--topic", topic.Name, "--partitions", topic.Partitions.ToString(CultureInfo.InvariantCulture),
            "--replication-factor", "1", .. config,
        ]);

    private void WaitUntil(Func<Metadata, bool> isReady, string failure) => _metadata.WaitUntil(
        isReady, Patience, () => _broker is not { HasExited: false } || _zooKeeper is not { HasExited: false },
        said => $"{failure}; {said}\n{_folder.Tail(KafkaBrokerFolder.BrokerLog)}\n{_folder.Tail(KafkaBrokerFolder.ZooKeeperLog)}");

    /// <summary>ZooKeeper's answer to one of its four-letter words.</summary>
    private string AskZooKeeper(string word)
    {
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, _zooKeeperPort);
        using var stream = client.GetStream();
        stream.Write(System.Text.Encoding.ASCII.GetBytes(word));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private void Watch() => _guard.Watch(new[] { _zooKeeper, _broker }.OfType<JavaProcess>().Select(process => process.Id));
}

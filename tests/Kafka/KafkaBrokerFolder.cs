using System.Globalization;

namespace TradeBooks.Tests.Kafka;

/// <summary>The temporary folder of one broker and its ZooKeeper: settings, data, logs.</summary>
internal sealed class KafkaBrokerFolder
{
    public const string BrokerLog = "broker";
    public const string ZooKeeperLog = "zookeeper";
    public const string OffsetsTopic = "__consumer_offsets";
    private const int TailLines = 40;

    /// <summary>
    /// 127.0.0.1 in 240 characters (Java must be told to take it). librdkafka unpacks metadata into four times the bytes
    /// that came, and in the protocol's first version a topic with a short name takes more: by 8 bytes with 10 letters and
    /// one partition, by 32 while it is being created. From the second or third such topic in one answer on, none could be
    /// used ("Bad message format"). The broker's name, which is in every answer, makes up for about 20 new ones, 80 in all.
    /// </summary>
    private static readonly string LongAddress = $"127.0.0.{new string('0', 231)}1";

    public string Root { get; } = Directory.CreateTempSubdirectory("tradebooks-kafka-").FullName;

    public string LogSettings => File("log4j.properties");

    /// <summary>The partitions whose data is here; each has a folder of its own.</summary>
    public int Partitions
    {
        get
        {
            var data = File("data");
            return Directory.Exists(data)
                ? Directory.EnumerateDirectories(data).Count(folder => char.IsAsciiDigit(folder[^1]))
                : 0;
        }
    }

    /// <summary>Whether any group has committed an offset, or asked for one.</summary>
    public bool HasOffsets => Directory.Exists(Path.Combine(File("data"), OffsetsTopic + "-0"));

    /// <summary>Whether a process could not listen because its port was in use.</summary>
    public bool PortWasTaken =>
        new[] { BrokerLog, ZooKeeperLog }.Any(name => Read(LogOf(name)).Contains("Address already in use", StringComparison.Ordinal));

    /// <summary>The log that a process writes through log4j.</summary>
    public string LogOf(string name) => File(name + ".log");

    /// <summary>What a process prints.</summary>
    public string OutputOf(string name) => File(name + ".out");

    public string WriteZooKeeperSettings(int port) => Write("zookeeper.properties", new Dictionary<string, string>
    {
        ["dataDir"] = File("zookeeper"),
        ["clientPort"] = Text(port),
        ["clientPortAddress"] = "127.0.0.1",
        ["maxClientCnxns"] = "0",
        // The shortest session is two ticks: see zookeeper.session.timeout.ms below.
        ["tickTime"] = "500",
    });

    public string WriteBrokerSettings(int port, int zooKeeperPort, KafkaBrokerOptions options)
    {
        var settings = new Dictionary<string, string>
        {
            ["broker.id"] = "0",
            ["listeners"] = $"PLAINTEXT://127.0.0.1:{Text(port)}",
            ["advertised.host.name"] = LongAddress,
            ["advertised.port"] = Text(port),
            ["zookeeper.connect"] = $"127.0.0.1:{Text(zooKeeperPort)}",
            // A broker that was killed can't come back before its session has expired.
            ["zookeeper.session.timeout.ms"] = "2000",
            // Else it is the session's, and on a busy machine ZooKeeper, started just before, takes longer to be there.
            ["zookeeper.connection.timeout.ms"] = "60000",
            ["log.dirs"] = File("data"),
            ["auto.create.topics.enable"] = options.AutoCreateTopics ? "true" : "false",
            ["num.partitions"] = Text(options.Partitions),
            ["offsets.topic.num.partitions"] = "1",
            ["offsets.topic.replication.factor"] = "1",
            // The cleaner takes 128 MB, for compacted topics alone.
            ["log.cleaner.enable"] = "false",
            ["num.network.threads"] = "2",
            ["num.io.threads"] = "4",
        };
        foreach (var (name, value) in options.Settings)
            settings[name] = value;
        return Write("server.properties", settings);
    }

    public void WriteLogSettings() => Write("log4j.properties", new Dictionary<string, string>
    {
        ["log4j.rootLogger"] = "INFO, file",
        ["log4j.appender.file"] = "org.apache.log4j.FileAppender",
        ["log4j.appender.file.File"] = "${log}",
        ["log4j.appender.file.layout"] = "org.apache.log4j.PatternLayout",
        ["log4j.appender.file.layout.ConversionPattern"] = "%d{ISO8601} %p %m (%c)%n",
    });

    /// <summary>The end of a process's log and of what it printed.</summary>
    public string Tail(string name) =>
        string.Join('\n', new[] { LogOf(name), OutputOf(name) }.Select(path =>
            $"--- the end of {Path.GetFileName(path)}\n{string.Join('\n', Read(path).TrimEnd().Split('\n').TakeLast(TailLines))}"));

    private static string Read(string path)
    {
        if (!System.IO.File.Exists(path))
            return "";
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string File(string name) => Path.Combine(Root, name);

    private string Write(string name, Dictionary<string, string> settings)
    {
        var path = File(name);
        System.IO.File.WriteAllLines(path, settings.Select(setting => $"{setting.Key}={setting.Value}"));
        return path;
    }
}

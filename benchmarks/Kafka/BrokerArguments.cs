using System.CommandLine;
using Confluent.Kafka;
using TradeBooks.Cli.Commands;
using TradeBooks.Cli.Settings;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary>The options that say which topics are meant, as those of <c>tradebooks trade</c>.</summary>
internal sealed class BrokerArguments
{
    private readonly Option<string?> _brokers = KafkaCommandOptions.Brokers();
    private readonly Option<string?> _topic = KafkaCommandOptions.Topic();
    private readonly Option<string?> _partitionMap = KafkaCommandOptions.PartitionMap();
    private readonly Option<string[]> _symbols = CommonOptions.Symbols();
    private readonly Option<string[]> _set = CommonOptions.Set();

    public BrokerArguments() => _symbols.DefaultValueFactory = _ => MemoryBars.Symbols;

    public void AddTo(Command command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_brokers, _topic, _partitionMap, _symbols, _set])
            command.Options.Add(option);
    }

    public IReadOnlyList<string> Symbols(ParseResult result) => CommonOptions.List(result, _symbols);

    /// <summary>The settings as they were given, for a process of its own.</summary>
    public string[] Set(ParseResult result) => result.GetValue(_set) ?? [];

    public KafkaOptions Kafka(ParseResult result) => KafkaCommandOptions.Read(
        SettingsLoader.Load(null, Environment.GetEnvironmentVariables(), Set(result)),
        result.GetValue(_brokers), result.GetValue(_topic), result.GetValue(_partitionMap)).Kafka;

    /// <summary>A consumer's configuration with nothing but what it takes to reach the broker.</summary>
    public static ConsumerConfig BareConsumer(KafkaOptions kafka) =>
        new(kafka.CreateAdminConfig().ToDictionary()) { GroupId = "tradebooks-benchmark" };
}

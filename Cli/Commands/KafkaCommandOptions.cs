using System.CommandLine;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Commands;

/// <summary>Options that commands with Kafka share.</summary>
internal static class KafkaCommandOptions
{
    public static Option<string?> Brokers() => new("--brokers", "-b")
    {
        Description = "Addresses of the brokers; default: setting Kafka:Brokers",
        HelpName = "HOST:PORT",
    };

    public static Option<string?> Topic() => new("--topic")
    {
        Description = "Topic of a symbol; {symbol} is the symbol in lower case. Default: topic_{symbol}",
        HelpName = "TEMPLATE",
    };

    public static Option<string?> PartitionMap() => new("--partition-map")
    {
        Description = "File that says which partition of the topic carries which symbol",
        HelpName = "FILE",
    };

    /// <summary>Divides settings into those of Kafka and the others.</summary>
    public static (KafkaOptions Kafka, IReadOnlyDictionary<string, string> Others) Read(
        IReadOnlyDictionary<string, string> settings, string? brokers, string? topic, string? partitionMap) => (
        KafkaOptions.Read(
            new SettingsReader(settings.Where(setting => KafkaOptions.Owns(setting.Key)).ToDictionary()), brokers, topic, partitionMap),
        settings.Where(setting => !KafkaOptions.Owns(setting.Key)).ToDictionary());
}

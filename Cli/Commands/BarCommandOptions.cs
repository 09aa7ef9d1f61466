using System.CommandLine;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Commands;

/// <summary>Options of the commands that make bars from trades.</summary>
internal sealed class BarCommandOptions
{
    public Option<string?> Bars { get; } = new("--bars")
    {
        Description = "Make bars of this length from the trades, such as 1s, 1m, 5m, 1h",
        HelpName = "LENGTH",
    };

    public Option<string?> Topic { get; } = new("--bars-topic")
    {
        Description = "Topic of a symbol's bars; {symbol} is the symbol in lower case. Default: topic_{symbol}",
        HelpName = "TEMPLATE",
    };

    /// <summary>Length of a bar; null where none are wanted.</summary>
    /// <exception cref="SettingException">Not a length, or other options of bars without one.</exception>
    public TimeSpan? Read(ParseResult result, params ReadOnlySpan<Option> others)
    {
        var interval = CommonOptions.ParseInterval(result.GetValue(Bars), Bars.Name);
        if (interval is null)
            CommonOptions.Reject(result, $"goes with {Bars.Name} LENGTH", [Topic, .. others]);
        return interval;
    }

    /// <summary>How Kafka is reached for bars: one topic for all is divided by the map of the settings, or as the exchange's own topics are.</summary>
    /// <exception cref="SettingException">No topic can be called so.</exception>
    public KafkaOptions KafkaOf(ParseResult result, KafkaOptions kafka, string partitionMap)
    {
        var topic = result.GetValue(Topic) is { } text ? TopicTemplate.Parse(text) : kafka.Topic;
        return kafka with { Topic = topic, PartitionMap = topic.IsPerSymbol ? null : kafka.PartitionMap ?? partitionMap };
    }
}

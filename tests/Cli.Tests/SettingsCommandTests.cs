using TradeBooks.Cli.Commands;

namespace TradeBooks.Cli.Tests;

public sealed class SettingsCommandTests
{
    [Fact]
    public void Collect_AnyStrategies_ListsKafkaLastAsUsersWriteIt()
    {
        var sections = SettingsCommand.Collect(["lss"]).ToList();
        Assert.Equal("Portfolio", sections[0].Key);
        Assert.Equal("Kafka", sections[^1].Key);
        Assert.Single(sections, section => section.Key == "Kafka");
        var kafka = sections[^1].ToDictionary(setting => setting.Key);
        Assert.Equal(
            [
                "Kafka:Brokers", "Kafka:Client:*", "Kafka:Consumer:*", "Kafka:Headers", "Kafka:PartitionMap", "Kafka:Producer:*",
                "Kafka:StartTimeout", "Kafka:Topic",
            ],
            kafka.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("topic_{symbol}", "auto", ""), (kafka["Kafka:Topic"].Default, kafka["Kafka:Headers"].Default, kafka["Kafka:Brokers"].Default));
        Assert.All(kafka.Values, setting => Assert.NotEmpty(setting.Effect));
        Assert.DoesNotContain(sections.SkipLast(1).SelectMany(section => section), setting => setting.Key.StartsWith("Kafka", StringComparison.Ordinal));
    }
}

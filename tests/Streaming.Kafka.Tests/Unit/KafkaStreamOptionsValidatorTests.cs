namespace TradeBooks.Streaming.Kafka.Tests.Unit;

public sealed class KafkaStreamOptionsValidatorTests
{
    public static TheoryData<string, string> Wrong => new()
    {
        { nameof(KafkaStreamOptions.Brokers), "" },
        { nameof(KafkaStreamOptions.GroupId), "" },
        { nameof(KafkaStreamOptions.Topics), "none" },
        { nameof(KafkaStreamOptions.Topics), "twice" },
        { nameof(KafkaStreamOptions.Partitions), "unknown" },
        { nameof(KafkaStreamOptions.Partitions), "none" },
        { nameof(KafkaStreamOptions.Partitions), "twice" },
        { nameof(KafkaStreamOptions.Partitions), "negative" },
        { nameof(KafkaStreamOptions.TopicPattern), "(" },
        { nameof(KafkaStreamOptions.TopicPattern), "both" },
        { nameof(KafkaStreamOptions.MaxRecordsPerEvent), "0" },
        { nameof(KafkaStreamOptions.MaxBytesPerEvent), "0" },
        { nameof(KafkaStreamOptions.MaxPendingBytes), "10" },
        { nameof(KafkaStreamOptions.MaxPendingEvents), "-1" },
        { nameof(KafkaStreamOptions.CommitInterval), "00:00:00" },
        { nameof(KafkaStreamOptions.PollWait), "00:01:00" },
        { nameof(KafkaStreamOptions.TopicWait), "-1.00:00:00" },
        { nameof(KafkaStreamOptions.TopologyCheckInterval), "00:00:00" },
        { nameof(KafkaStreamOptions.DeadLetterSuffix), "" },
        { nameof(KafkaStreamOptions.Headers), "True" },
    };

    [Fact]
    public void ValidateConfiguration_RightOptions_Passes() => Validate(Right());

    [Fact]
    public void ValidateConfiguration_BrokersInTheClientProperties_Passes()
    {
        var options = Right();
        options.Brokers = "";
        options.Client["bootstrap.servers"] = "localhost:9092";
        Validate(options);
    }

    [Fact]
    public void ValidateConfiguration_ClientWithoutTopicsAndGroup_Passes() =>
        new KafkaStreamOptionsValidator(new KafkaStreamOptions { Brokers = "localhost:9092" }, "name", readsTopics: false).ValidateConfiguration();

    [Theory]
    [MemberData(nameof(Wrong))]
    public void ValidateConfiguration_WrongOption_NamesItAndItsValue(string option, string value)
    {
        var options = Right();
        switch (option)
        {
            case nameof(options.Topics) when value == "none":
                options.Topics = [];
                value = "";
                break;
            case nameof(options.Topics):
                options.Topics = [value, value];
                break;
            case nameof(options.Partitions):
                int[] partitions = value switch { "twice" => [1, 1], "negative" => [-1], "none" => [], _ => [0] };
                var topic = value == "unknown" ? value : options.Topics[0];
                options.Partitions[topic] = partitions;
                value = value == "unknown" ? topic : $"{topic}: {string.Join(',', partitions)}";
                break;
            case nameof(options.TopicPattern):
                options.TopicPattern = value;
                options.Topics = value == "both" ? options.Topics : [];
                break;
            case nameof(options.Headers):
                options.Headers = true;
                options.Client["api.version.request"] = "false";
                options.Client["broker.version.fallback"] = "0.9.0.1";
                break;
            default:
                var property = typeof(KafkaStreamOptions).GetProperty(option)!;
                property.SetValue(options, System.ComponentModel.TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(value));
                break;
        }

        var error = Assert.Throws<OrleansConfigurationException>(() => Validate(options));
        Assert.Contains($"KafkaStreamOptions.{option} '{value}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'name'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_PropertiesWithSecrets_LeavesThemOut()
    {
        var options = Right();
        options.Client["sasl.password"] = "hunter2";
        Assert.DoesNotContain("hunter2", options.ToString(), StringComparison.Ordinal);
    }

    private static KafkaStreamOptions Right() => new() { Brokers = "localhost:9092", Topics = ["a", "b"], GroupId = "group" };

    private static void Validate(KafkaStreamOptions options) => new KafkaStreamOptionsValidator(options, "name", readsTopics: true).ValidateConfiguration();
}

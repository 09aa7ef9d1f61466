using Confluent.Kafka;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Tests;

namespace TradeBooks.Feeds.Tests.Kafka;

public sealed class KafkaOptionsTests
{
    private const string Secret = "hunter2";
    private const string InFlight = "max.in.flight.requests.per.connection";

    [Fact]
    public void Read_BrokersOnly_HasTheDefaults()
    {
        var options = Read("Kafka.Brokers=one:1,two:2");
        Assert.Equal(("one:1,two:2", "topic_{symbol}", null, true), (options.Brokers, options.Topic.Text, options.PartitionMap, options.HasHeaders));
        var producer = options.CreateProducerConfig();
        Assert.Equal((true, null), (producer.EnableIdempotence, producer.Get(InFlight)));
        Assert.Equal("one:1,two:2", producer.BootstrapServers);
        var consumer = options.CreateConsumerConfig("group");
        Assert.Equal(("group", "one:1,two:2"), (consumer.GroupId, consumer.BootstrapServers));
        // Only what was saved is committed, and what is missing is never skipped.
        Assert.Equal((true, false, AutoOffsetReset.Error), (consumer.EnableAutoCommit, consumer.EnableAutoOffsetStore, consumer.AutoOffsetReset));
        Assert.Equal("one:1,two:2", options.CreateAdminConfig().BootstrapServers);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("api.version.request=false", false)]
    [InlineData("api.version.request=FALSE broker.version.fallback=0.9.0.1", false)]
    [InlineData("api.version.request=false broker.version.fallback=0.10.2", false)]
    [InlineData("api.version.request=false broker.version.fallback=0.11.0", true)]
    [InlineData("broker.version.fallback=0.9.0.1", true)]
    public void Read_BrokerVersion_DecidesHeadersAndIdempotence(string client, bool isNew)
    {
        var options = Read(["Kafka.Brokers=b:1", .. client.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => "Kafka.Client." + pair)]);
        Assert.Equal(isNew, options.HasHeaders);
        var producer = options.CreateProducerConfig();
        Assert.Equal((isNew ? true : null, isNew ? null : "1"), (producer.EnableIdempotence, producer.Get(InFlight)));
    }

    [Theory]
    [InlineData("on", true)]
    [InlineData("OFF", false)]
    public void Read_Headers_WinOverTheVersion(string headers, bool has)
    {
        Assert.Equal(has, Read("Kafka.Brokers=b:1", $"Kafka.Headers={headers}").HasHeaders);
        Assert.Equal(has, Read("Kafka.Brokers=b:1", $"Kafka.Headers={headers}", "Kafka.Client.api.version.request=false").HasHeaders);
    }

    [Fact]
    public void Read_SeveralPlaces_TheNearerWins()
    {
        string[] settings = ["Kafka.Client.bootstrap.servers=client:1", "Kafka.Client.linger.ms=1", "Kafka.Client.client.id=all"];
        Assert.Equal("client:1", Read(settings).Brokers);
        Assert.Equal("setting:1", Read([.. settings, "kafka.brokers=setting:1"]).Brokers);
        var options = KafkaOptions.Read(
            Reader([.. settings, "kafka.brokers=setting:1", "Kafka.Topic=x", "Kafka.Producer.linger.ms=2", "Kafka.Consumer.group.id=own", "Kafka.Consumer.bootstrap.servers=other:1"]),
            "option:1", "t_{SYMBOL}");
        Assert.Equal(("option:1", "t_{SYMBOL}"), (options.Brokers, options.Topic.Text));
        Assert.Equal((2, "all", "option:1"), (options.CreateProducerConfig().LingerMs, options.CreateProducerConfig().ClientId, options.CreateProducerConfig().BootstrapServers));
        Assert.Equal(("own", "all", "option:1"), (options.CreateConsumerConfig("g").GroupId, options.CreateConsumerConfig("g").ClientId, options.CreateConsumerConfig("g").BootstrapServers));
        Assert.False(Read("Kafka.Brokers=b:1", "Kafka.Producer.enable.idempotence=false").CreateProducerConfig().EnableIdempotence);
    }

    [Theory]
    [InlineData("no broker is named")]
    [InlineData("Kafka.Headers", "Kafka.Brokers=b:1", "Kafka.Headers=perhaps")]
    [InlineData("unknown setting 'Kafka.Broker'", "Kafka.Broker=b:1")]
    [InlineData("topic 't X'", "Kafka.Brokers=b:1", "Kafka.Topic=t {SYMBOL}")]
    [InlineData("topic ''", "Kafka.Brokers=b:1", "Kafka.Topic=")]
    [InlineData("topic '..'", "Kafka.Brokers=b:1", "Kafka.Topic=..")]
    [InlineData("give --topic NAME", "Kafka.Brokers=b:1", "Kafka.PartitionMap=map.json")]
    public void Read_Wrong_SaysWhat(string part, params string[] settings)
    {
        var message = Assert.Throws<SettingException>(() => Read(settings)).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void ToString_Secrets_AreNotShown()
    {
        var options = Read("Kafka.Brokers=b:1", $"Kafka.Client.sasl.password={Secret}", $"Kafka.Producer.ssl.key.password={Secret}");
        Assert.Equal("Kafka at b:1", options.ToString());
        Assert.Equal(Secret, options.CreateConsumerConfig("g").SaslPassword);
        var reader = Reader("Kafka.Brokers=b:1", $"Kafka.Client.sasl.password={Secret}");
        KafkaOptions.Read(reader);
        Assert.DoesNotContain(reader.InForce, setting => setting.Value.Contains(Secret, StringComparison.Ordinal));
    }

    /// <summary>A name that is wrong, a property that librdkafka lacks, a value that can't be: no error repeats a secret.</summary>
    [Theory]
    [InlineData("Kafka.Clients.sasl.password")]
    [InlineData("Kafka.Password")]
    [InlineData("Kafka.Client.sasl.pasword")]
    [InlineData("Kafka.Client.no.such.token")]
    public void Read_WrongSecret_IsNotRepeated(string key)
    {
        var message = Assert.Throws<SettingException>(() =>
        {
            var options = Read("Kafka.Brokers=b:1", $"{key}={Secret}");
            KafkaClients.CreateAdmin(options, new BrokerNotices(_ => { }, new ManualClock())).Dispose();
        }).Message;
        Assert.Contains(key.Replace("Kafka.Client.", "", StringComparison.Ordinal), message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Secret, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("topic_{symbol}", "BRK.b", "topic_brk.b", true)]
    [InlineData("{SYMBOL}-bars", "BRK.b", "BRK.b-bars", true)]
    [InlineData(" binance-orderbook ", "BTC", "binance-orderbook", false)]
    public void TopicOf_Symbol_FillsTheTemplate(string text, string symbol, string topic, bool isPerSymbol)
    {
        var template = TopicTemplate.Parse(text);
        Assert.Equal((topic, isPerSymbol), (template.TopicOf(symbol), template.IsPerSymbol));
    }

    [Theory]
    [InlineData("BRK/B")]
    [InlineData("ÄÖ")]
    [InlineData("A B")]
    public void TopicOf_SymbolThatNoTopicCanHave_NamesIt(string symbol) => Assert.Contains(
        $"(symbol {symbol})", Assert.Throws<SettingException>(() => TopicTemplate.Default.TopicOf(symbol)).Message, StringComparison.Ordinal);

    [Fact]
    public void TopicOf_TooLong_IsRefused()
    {
        Assert.Equal(249, TopicTemplate.Default.TopicOf(new string('a', 243)).Length);
        Assert.Throws<SettingException>(() => TopicTemplate.Default.TopicOf(new string('a', 244)));
    }

    private static KafkaOptions Read(params string[] settings) => KafkaOptions.Read(Reader(settings));

    private static SettingsReader Reader(params string[] settings) => new(settings
        .Select(setting => setting.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]));
}

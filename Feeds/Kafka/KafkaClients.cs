using Confluent.Kafka;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Kafka;

/// <summary>Makes the clients, so that a wrong property is an error of the settings that names it.</summary>
internal static class KafkaClients
{
    /// <exception cref="SettingException">A property is unknown, or its value is impossible.</exception>
    public static IAdminClient CreateAdmin(KafkaOptions options, BrokerNotices notices) => Create(
        () => new AdminClientBuilder(options.CreateAdminConfig())
            .SetErrorHandler((_, error) => notices.OnError(error))
            .SetLogHandler((_, message) => notices.OnLog(message))
            .Build());

    /// <exception cref="SettingException">A property is unknown, or its value is impossible.</exception>
    public static IProducer<TKey, TValue> CreateProducer<TKey, TValue>(
        ProducerConfig config, BrokerNotices notices, ISerializer<TKey>? keys = null, ISerializer<TValue>? values = null) => Create(() =>
        {
            var builder = new ProducerBuilder<TKey, TValue>(config)
                .SetErrorHandler((_, error) => notices.OnError(error))
                .SetLogHandler((_, message) => notices.OnLog(message));
            if (keys is not null)
                builder.SetKeySerializer(keys);
            if (values is not null)
                builder.SetValueSerializer(values);
            return builder.Build();
        });

    /// <exception cref="SettingException">A property is unknown, or its value is impossible.</exception>
    public static IConsumer<TKey, TValue> CreateConsumer<TKey, TValue>(
        ConsumerConfig config, BrokerNotices notices, IDeserializer<TKey>? keys = null, IDeserializer<TValue>? values = null) => Create(() =>
        {
            var builder = new ConsumerBuilder<TKey, TValue>(config)
                .SetErrorHandler((_, error) => notices.OnError(error))
                .SetLogHandler((_, message) => notices.OnLog(message));
            if (keys is not null)
                builder.SetKeyDeserializer(keys);
            if (values is not null)
                builder.SetValueDeserializer(values);
            return builder.Build();
        });

    private static T Create<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new SettingException($"a property of librdkafka can't be: {e.Message}");
        }
    }
}

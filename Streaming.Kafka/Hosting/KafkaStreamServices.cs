using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace TradeBooks.Streaming.Kafka;

/// <summary>What both sides of a provider register.</summary>
internal static class KafkaStreamServices
{
    public static void Add(IServiceCollection services, string name, bool readsTopics)
    {
        services.TryAddKeyedSingleton<IKafkaDataAdapter, KafkaDataAdapter>(name);
        services.AddKeyedSingleton(name, (_, _) => new KafkaStreamHealth(name));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<KafkaStreamHealth>(name));
        services.TryAddSingleton<KafkaMetrics>();
        services.AddTransient<IConfigurationValidator>(provider => new KafkaStreamOptionsValidator(
            provider.GetRequiredService<IOptionsMonitor<KafkaStreamOptions>>().Get(name), name, readsTopics));
    }
}

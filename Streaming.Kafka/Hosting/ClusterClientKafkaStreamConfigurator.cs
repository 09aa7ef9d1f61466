using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TradeBooks.Streaming.Kafka;

/// <summary>Configures a provider on a client, which produces through it and subscribes to what silos read.</summary>
public sealed class ClusterClientKafkaStreamConfigurator : ClusterClientPersistentStreamConfigurator
{
    internal ClusterClientKafkaStreamConfigurator(string name, IClientBuilder builder)
        : base(name, builder, KafkaAdapterFactory.Create) =>
        builder.ConfigureServices(services => KafkaStreamServices.Add(services, name, readsTopics: false));

    /// <summary>Sets the options.</summary>
    public ClusterClientKafkaStreamConfigurator ConfigureKafka(Action<OptionsBuilder<KafkaStreamOptions>> configure)
    {
        this.Configure(configure);
        return this;
    }

    /// <summary>Replaces <see cref="KafkaDataAdapter"/>.</summary>
    public ClusterClientKafkaStreamConfigurator UseDataAdapter(Func<IServiceProvider, string, IKafkaDataAdapter> create)
    {
        this.ConfigureComponent(create);
        return this;
    }
}

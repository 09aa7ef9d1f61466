namespace TradeBooks.Streaming.Kafka;

/// <summary>Adds Kafka stream providers to silos and clients.</summary>
public static class KafkaStreamHostingExtensions
{
    /// <summary>
    /// Adds a provider that reads Kafka topics into streams and produces to them. With Orleans' default of explicit
    /// subscriptions a grain storage named <c>PubSubStore</c> is needed; see <c>ConfigureStreamPubSub</c>.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="name">Name of the provider, the same on all silos and clients.</param>
    /// <param name="configure">Sets the options.</param>
    public static ISiloBuilder AddKafkaStreams(this ISiloBuilder builder, string name, Action<KafkaStreamOptions> configure) =>
        builder.AddKafkaStreams(name, streams => { streams.ConfigureKafka(options => options.Configure(configure)); });

    /// <inheritdoc cref="AddKafkaStreams(ISiloBuilder, string, Action{KafkaStreamOptions})"/>
    /// <param name="builder">The silo.</param>
    /// <param name="name">Name of the provider, the same on all silos and clients.</param>
    /// <param name="configure">Sets options, data adapter, and what every persistent stream provider has.</param>
    public static ISiloBuilder AddKafkaStreams(this ISiloBuilder builder, string name, Action<SiloKafkaStreamConfigurator> configure)
    {
        configure(new SiloKafkaStreamConfigurator(name, services => builder.ConfigureServices(services)));
        return builder;
    }

    /// <summary>Adds the client's side of a provider, which produces to Kafka.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="name">Name of the provider, the same on all silos and clients.</param>
    /// <param name="configure">Sets the options; topics and group are not needed.</param>
    public static IClientBuilder AddKafkaStreams(this IClientBuilder builder, string name, Action<KafkaStreamOptions> configure) =>
        builder.AddKafkaStreams(name, streams => { streams.ConfigureKafka(options => options.Configure(configure)); });

    /// <inheritdoc cref="AddKafkaStreams(IClientBuilder, string, Action{KafkaStreamOptions})"/>
    /// <param name="builder">The client.</param>
    /// <param name="name">Name of the provider, the same on all silos and clients.</param>
    /// <param name="configure">Sets options, data adapter, and what every persistent stream provider has.</param>
    public static IClientBuilder AddKafkaStreams(this IClientBuilder builder, string name, Action<ClusterClientKafkaStreamConfigurator> configure)
    {
        configure(new ClusterClientKafkaStreamConfigurator(name, builder));
        return builder;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Providers;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// Configures a provider on a silo. Beside what every persistent stream provider has, it sets what Kafka asks for:
/// delivery is tried without end unless <see cref="StreamPullingAgentOptions.MaxEventDeliveryTime"/> is set, a partition is
/// read again at once after an empty read, which waits itself, and partitions are shared out evenly.
/// </summary>
public sealed class SiloKafkaStreamConfigurator : SiloPersistentStreamConfigurator
{
    internal SiloKafkaStreamConfigurator(string name, Action<Action<IServiceCollection>> configureServices)
        : base(name, configureServices, KafkaAdapterFactory.Create)
    {
        this.ConfigureDelegate(services => KafkaStreamServices.Add(services, name, readsTopics: true));
        this.ConfigurePullingAgent(agent => agent.Configure(options =>
        {
            options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(1);
            options.MaxEventDeliveryTime = Timeout.InfiniteTimeSpan;
        }));
        this.ConfigurePartitionBalancing((services, _) => ActivatorUtilities.CreateInstance<EvenQueueBalancer>(services));
        this.ConfigureBackoffProvider((IServiceProvider _, string _) => (IMessageDeliveryBackoffProvider)RetryBackoff.OfDeliveries());
        this.ConfigureBackoffProvider((IServiceProvider _, string _) => (IQueueReaderBackoffProvider)RetryBackoff.OfReads());
    }

    /// <summary>Sets the options.</summary>
    public SiloKafkaStreamConfigurator ConfigureKafka(Action<OptionsBuilder<KafkaStreamOptions>> configure)
    {
        this.Configure(configure);
        return this;
    }

    /// <summary>Replaces <see cref="KafkaDataAdapter"/>.</summary>
    public SiloKafkaStreamConfigurator UseDataAdapter(Func<IServiceProvider, string, IKafkaDataAdapter> create)
    {
        this.ConfigureComponent(create);
        return this;
    }
}

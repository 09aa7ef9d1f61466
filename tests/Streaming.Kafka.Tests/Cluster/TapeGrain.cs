using Orleans.Streams;
using Orleans.Streams.Core;

namespace TradeBooks.Streaming.Kafka.Tests.Cluster;

public interface ITapeGrain : IGrainWithStringKey
{
    /// <summary>Produces through the provider, to the stream of this key.</summary>
    Task ProduceAsync(string topic, byte[] value);
}

/// <summary>Gets the records of its key from any topic.</summary>
[RegexImplicitStreamSubscription("^(?!unheard-).*$")]
internal sealed class TapeGrain : Grain, ITapeGrain, IStreamSubscriptionObserver
{
    public Task ProduceAsync(string topic, byte[] value) => this.GetStreamProvider(StreamCluster.Provider)
        .GetStream<KafkaRecords>(StreamId.Create(topic, this.GetPrimaryKeyString())).OnNextAsync(KafkaRecords.FromValues(value));

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        var stream = handleFactory.StreamId;
        return handleFactory.Create<KafkaRecords>().ResumeAsync(
            (records, _) => Tape.Of(stream.GetNamespace()!).AddAsync(stream.GetKeyAsString(), records));
    }
}

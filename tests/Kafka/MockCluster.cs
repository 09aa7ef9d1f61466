using System.Globalization;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace TradeBooks.Tests.Kafka;

/// <summary>
/// librdkafka's mock cluster, for injected errors, idempotence and headers; other processes can connect to it. It keeps
/// at most 5 MiB per partition and silently drops what is older, so it is no good for load or durability. A topic that
/// is not created has four partitions. Brokers are numbered from 1.
/// </summary>
internal sealed class MockCluster : IDisposable
{
    /// <summary>In place of a broker's number: all of them.</summary>
    public const int AllBrokers = -1;

    private readonly IProducer<Null, Null> _owner;
    private readonly int _brokers;
    private readonly IntPtr _cluster;

    private MockCluster(int brokers)
    {
        _brokers = brokers;
        var config = new ProducerConfig
        {
            // What it asks for itself would use up injected errors.
            TopicMetadataRefreshIntervalMs = -1,
        };
        config.Set("test.mock.num.brokers", brokers.ToString(CultureInfo.InvariantCulture));
        _owner = new ProducerBuilder<Null, Null>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        _cluster = NativeMock.ClusterOf(NativeMock.ClientOf(_owner.Handle));
        // Clients that administrate wait for one, which every real cluster has.
        NativeMock.SetController(_cluster, 1);
        Address = Marshal.PtrToStringUTF8(NativeMock.Bootstraps(_cluster))!;
    }

    /// <summary>For bootstrap.servers: HOST:PORT of each broker, with commas between.</summary>
    public string Address { get; }

    /// <summary>A new configuration for a client of this cluster.</summary>
    public ClientConfig Client => new() { BootstrapServers = Address };

    public static MockCluster Start(int brokers = 1) => new(brokers);

    /// <summary>Creates a topic with a replica on every broker.</summary>
    public void CreateTopic(string name, int partitions) =>
        Check(NativeMock.CreateTopic(_cluster, name, partitions, _brokers));

    /// <summary>Puts an error on a topic's metadata; <see cref="ErrorCode.NoError"/> takes it away.</summary>
    public void SetTopicError(string topic, ErrorCode error) => NativeMock.SetTopicError(_cluster, topic, error);

    /// <summary>Moves a partition to a broker; -1 leaves it without a leader.</summary>
    public void SetLeader(string topic, int partition, int broker) =>
        Check(NativeMock.SetLeader(_cluster, topic, partition, broker));

    /// <summary>Removes records from the front, as retention does; the partition then begins at <paramref name="before"/>.</summary>
    public void DeleteRecords(string topic, int partition, long before) =>
        Check(NativeMock.DeleteRecords(_cluster, topic, partition, before));

    /// <summary>
    /// The next requests of that kind, of any client, fail with these errors in turn.
    /// <see cref="ErrorCode.Local_Transport"/> cuts the connection; <see cref="ErrorCode.NoError"/> lets one pass.
    /// </summary>
    public void PushErrors(MockRequest request, params ErrorCode[] errors) =>
        NativeMock.PushErrors(_cluster, request, (nuint)errors.Length, errors);

    /// <summary>Takes away errors that no request has met yet.</summary>
    public void ClearErrors(MockRequest request) => NativeMock.ClearErrors(_cluster, request);

    /// <summary>Cuts a broker's connections and refuses new ones; it stays the leader of its partitions.</summary>
    public void TakeDown(int broker) => Check(NativeMock.SetDown(_cluster, broker));

    public void BringUp(int broker) => Check(NativeMock.SetUp(_cluster, broker));

    /// <summary>Holds back a broker's answers, to the millisecond.</summary>
    public void SetRoundTrip(int broker, TimeSpan delay) =>
        Check(NativeMock.SetRoundTrip(_cluster, broker, (int)delay.TotalMilliseconds));

    /// <summary>How long a new consumer group waits for more members (3 s where it is not set), to the millisecond.</summary>
    public void SetRebalanceDelay(TimeSpan delay) => NativeMock.SetRebalanceDelay(_cluster, (int)delay.TotalMilliseconds);

    /// <summary>Begins to count requests.</summary>
    public void TrackRequests() => NativeMock.StartTracking(_cluster);

    /// <summary>Requests of that kind, of all clients, since <see cref="TrackRequests"/>.</summary>
    public int CountRequests(MockRequest kind)
    {
        var requests = NativeMock.GetRequests(_cluster, out var count);
        var found = 0;
        for (var i = 0; i < (int)count; i++)
        {
            if (NativeMock.KindOf(Marshal.ReadIntPtr(requests, i * IntPtr.Size)) == kind)
                found++;
        }

        NativeMock.DestroyRequests(requests, count);
        return found;
    }

    /// <summary>Ends the cluster, and cuts all connections.</summary>
    public void Dispose() => _owner.Dispose();

    private static void Check(ErrorCode code)
    {
        if (code != ErrorCode.NoError)
            throw new KafkaException(code);
    }
}

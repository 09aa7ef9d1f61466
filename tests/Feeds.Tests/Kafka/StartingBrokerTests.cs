using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Confluent.Kafka;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka;

/// <summary>
/// A broker of Kafka 0.9 that has just started tells of topics without leaders and of no broker, not even of itself. A client
/// that believed that would give up all that it knows, and ask nobody any more.
/// </summary>
public sealed class StartingBrokerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task GetMetadata_ForAWhileWithoutAnyBroker_IsAskedAgainUntilThereIsOne()
    {
        using var broker = new MetadataBroker();
        using var client = new AdminClientBuilder(new AdminClientConfig(KafkaBroker.ClientProperties.ToDictionary())
        {
            BootstrapServers = broker.Address,
            TopicMetadataRefreshIntervalMs = 100,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        Assert.Equal(broker.Port, Assert.Single(client.GetMetadata(Patience).Brokers).Port);

        broker.HasStarted = false;
        var asked = broker.Answers;
        await Task.Run(() => Assert.ThrowsAny<KafkaException>(() => client.GetMetadata(TimeSpan.FromSeconds(2))), TestContext.Current.CancellationToken);
        Assert.True(broker.Answers > asked, "it was not asked");
        broker.HasStarted = true;

        Assert.Equal(broker.Port, Assert.Single(client.GetMetadata(Patience).Brokers).Port);
    }

    /// <summary>Answers to metadata requests of version 0, and to nothing else.</summary>
    private sealed class MetadataBroker : IDisposable
    {
        private const int MetadataKey = 3;
        private const short LeaderNotAvailable = 5;

        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stopping = new();
        private int _answers;

        public MetadataBroker()
        {
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public string Address => $"127.0.0.1:{Port}";

        public bool HasStarted { get; set; } = true;

        public int Answers => Volatile.Read(ref _answers);

        public void Dispose()
        {
            _stopping.Cancel();
            _listener.Dispose();
            _stopping.Dispose();
        }

        private async Task AcceptAsync()
        {
            while (!_stopping.IsCancellationRequested)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
        }

        private async Task ServeAsync(TcpClient client)
        {
            using var _ = client;
            var stream = client.GetStream();
            var size = new byte[4];
            while (true)
            {
                await stream.ReadExactlyAsync(size, _stopping.Token);
                var request = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
                await stream.ReadExactlyAsync(request, _stopping.Token);
                if (BinaryPrimitives.ReadInt16BigEndian(request) != MetadataKey)
                    return;
                await stream.WriteAsync(Answer(request.AsMemory(4, 4)), _stopping.Token);
                Interlocked.Increment(ref _answers);
            }
        }

        private byte[] Answer(ReadOnlyMemory<byte> correlation)
        {
            using var answer = new MemoryStream();
            Put(answer, 0, 4);
            answer.Write(correlation.Span);
            Put(answer, HasStarted ? 1 : 0, 4);
            if (HasStarted)
            {
                Put(answer, 0, 4);
                Put(answer, "127.0.0.1");
                Put(answer, Port, 4);
            }

            Put(answer, 1, 4);
            Put(answer, HasStarted ? 0 : LeaderNotAvailable, 2);
            Put(answer, "topic_acme");
            Put(answer, 0, 4);
            var bytes = answer.ToArray();
            BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - 4);
            return bytes;
        }

        private static void Put(MemoryStream to, int number, int length)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, number);
            to.Write(bytes[(4 - length)..]);
        }

        private static void Put(MemoryStream to, string text)
        {
            Put(to, text.Length, 2);
            to.Write(Encoding.ASCII.GetBytes(text));
        }
    }
}

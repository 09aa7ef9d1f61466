using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>Sends whatever a test wants to any place, in order and each record once.</summary>
internal sealed class RecordProducer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly ConcurrentQueue<string> _failures = [];
    private readonly bool _withHeaders;
    private readonly string _template;

    /// <param name="side">The broker.</param>
    /// <param name="template">Topic of a symbol's bars, with {symbol} for the symbol in lower case.</param>
    public RecordProducer(BrokerSide side, string template)
    {
        _withHeaders = side.HasHeaders;
        _template = template;
        var config = new ProducerConfig(side.Client)
        {
            LingerMs = 2,
            EnableIdempotence = side.HasHeaders,
            MaxInFlight = 1,
            MessageMaxBytes = 4 << 20,
            // A request into a connection that died with its broker is not waited for a minute.
            SocketTimeoutMs = 5000,
            ReconnectBackoffMaxMs = 500,
        };
        _producer = new ProducerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    public string TopicOf(string symbol) => _template.Replace("{symbol}", symbol.ToLowerInvariant(), StringComparison.Ordinal);

    /// <param name="topic">Where to.</param>
    /// <param name="key">The key; null for none.</param>
    /// <param name="value">The value; null for none.</param>
    /// <param name="partition">The partition; null lets the key decide.</param>
    public void Send(string topic, byte[]? key, byte[]? value, int? partition = null) =>
        Send(topic, new Message<byte[], byte[]> { Key = key!, Value = value! }, partition);

    public void Send(BarRecord bar, int? partition = null) =>
        Send(TopicOf(bar.Symbol), Encoding.UTF8.GetBytes(bar.Symbol), bar.Value, partition);

    public void Send(IEnumerable<BarRecord> bars, int? partition = null)
    {
        foreach (var bar in bars)
            Send(bar, partition);
    }

    /// <summary>Says that the symbol's data has ended.</summary>
    public void SendEnd(string symbol, int? partition = null) =>
        Send(TopicOf(symbol), EndOfData.Create(Encoding.UTF8.GetBytes(symbol), _withHeaders), partition);

    public void SendEnds(IEnumerable<string> symbols)
    {
        foreach (var symbol in symbols)
            SendEnd(symbol);
    }

    /// <summary>Returns when the broker has all that was sent.</summary>
    public void Flush()
    {
        var left = _producer.Flush(Patience);
        Assert.True(left == 0, $"{left} records were not acknowledged after {Patience}");
        Assert.True(_failures.IsEmpty, $"{_failures.Count} records were not delivered: {_failures.FirstOrDefault()}");
    }

    public void Dispose() => _producer.Dispose();

    private void Send(string topic, Message<byte[], byte[]> message, int? partition)
    {
        var place = new TopicPartition(topic, partition is { } number ? new Partition(number) : Partition.Any);
        _producer.Produce(place, message, report =>
        {
            if (report.Error.IsError)
                _failures.Enqueue($"{report.TopicPartition}: {report.Error.Reason}");
        });
    }
}

using System.Diagnostics;
using Confluent.Kafka;
using TradeBooks.Benchmarks.Kafka;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>Sends bars at a steady rate, slot by slot, and notes when each was given to the client.</summary>
internal sealed class WaveSender : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Routes _routes;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly List<long> _sent = [];

    public WaveSender(KafkaOptions kafka, IReadOnlyList<string> symbols)
    {
        _routes = new Routes(kafka, symbols);
        var config = new ProducerConfig(kafka.CreateProducerConfig().ToDictionary()) { LingerMs = 0, EnableDeliveryReports = false };
        _producer = new ProducerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
    }

    /// <summary>How many bars have been sent.</summary>
    public int Count => _sent.Count;

    private int Symbols => _routes.Keys.Count;

    /// <summary>When a bar was given to the client.</summary>
    public long Sent(int slot, int symbol) => _sent[slot * Symbols + symbol];

    /// <summary>Sends whole slots for so long.</summary>
    /// <param name="rate">Bars a second, all symbols together.</param>
    /// <param name="seconds">For how long.</param>
    /// <returns>How many milliseconds later than planned the bars were sent.</returns>
    public Spread Send(int rate, int seconds)
    {
        var lateness = new double[Math.Max(1, rate * seconds / Symbols) * Symbols];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < lateness.Length; i++)
        {
            var (slot, symbol) = Math.DivRem(_sent.Count, Symbols);
            var value = new byte[BarMessage.MaxLength];
            Array.Resize(ref value, BarMessage.Write(value, WaveBars.Create(symbol, slot)));
            var due = start + (long)(i * (double)Stopwatch.Frequency / rate);
            while (Stopwatch.GetTimestamp() < due)
                Nap.For(50);
            var now = Stopwatch.GetTimestamp();
            _sent.Add(now);
            lateness[i] = Stopwatch.GetElapsedTime(due, now).TotalMilliseconds;
            _producer.Produce(_routes.Targets[symbol], new Message<byte[], byte[]> { Key = _routes.Keys[symbol], Value = value });
        }

        _producer.Flush(Patience);
        return Spread.Of(lateness);
    }

    public void Dispose() => _producer.Dispose();
}

using System.CommandLine;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using TradeBooks.Benchmarks.Kafka;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>
/// <c>symbols</c>: the same number of bars of 6, 600 and 6,000 symbols, slot by slot in one topic, from a backlog in
/// arrival mode with one silo.
/// </summary>
internal static class SymbolCostCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var arguments = new BrokerArguments();
        var symbols = new Option<int>("--count") { Description = "How many symbols; the topic is to be empty", Required = true };
        var bars = new Option<int>("--bars") { Description = "Bars of all symbols together", DefaultValueFactory = _ => 480_000 };
        var partitions = new Option<int>("--partitions") { Description = "Partitions of the topic", DefaultValueFactory = _ => 6 };
        var rounds = new Option<int>("--rounds") { Description = "How often it is measured", DefaultValueFactory = _ => 1 };
        var command = new Command("symbols", "Cost of an event with many symbols") { symbols, bars, partitions, rounds };
        arguments.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var kafka = arguments.Kafka(result);
            var names = SiloHost.Symbols(result.GetValue(symbols));
            var slots = result.GetValue(bars) / names.Length;
            Fill(kafka, names, slots, result.GetValue(partitions));
            var run = new ClusterRun(kafka, arguments.Set(result), ClusterRun.Arrival, 1, names);
            var backlogs = new List<Backlog>();
            for (var round = 0; round < result.GetValue(rounds); round++)
                backlogs.Add(await Backlog.MeasureAsync(run, (long)slots * names.Length, cancellation));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {names.Length:N0} | {slots * names.Length:N0} | {Spread.Of(backlogs.Select(one => one.EventsPerSecond / 1e3)):0.0}"
                + $" | {Spread.Of(backlogs.Select(one => 1e6 / one.EventsPerSecond)):0.0} µs"
                + $" | {Spread.Of(backlogs.Select(one => one.ProcessorPerMillion.TotalSeconds)):0.0} |"));
        });
        return command;
    }

    private static void Fill(KafkaOptions kafka, string[] symbols, int slots, int partitions)
    {
        var shapes = MemoryBars.Load();
        var keys = symbols.Select(Encoding.UTF8.GetBytes).ToArray();
        var topic = kafka.Topic.TopicOf("");
        using var producer = new ProducerBuilder<byte[], byte[]>(
            new ProducerConfig(kafka.CreateProducerConfig().ToDictionary()) { EnableDeliveryReports = false })
            .SetLogHandler((_, _) => { }).Build();
        var buffer = new byte[BarMessage.MaxLength];
        for (var slot = 0; slot < slots; slot++)
        {
            for (var symbol = 0; symbol < symbols.Length; symbol++)
            {
                var bar = shapes[symbol % shapes.Length][slot].Bar;
                Send(producer, new TopicPartition(topic, symbol % partitions), keys[symbol], buffer.AsSpan(0, BarMessage.Write(buffer, bar)));
            }
        }

        producer.Flush(Patience);
    }

    private static void Send(IProducer<byte[], byte[]> producer, TopicPartition target, byte[] key, ReadOnlySpan<byte> value)
    {
        var message = new Message<byte[], byte[]> { Key = key, Value = value.ToArray() };
        while (true)
        {
            try
            {
                producer.Produce(target, message);
                return;
            }
            catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == Confluent.Kafka.ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(20));
            }
        }
    }
}

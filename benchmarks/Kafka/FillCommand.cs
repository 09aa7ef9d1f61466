using System.CommandLine;
using System.Globalization;
using Confluent.Kafka;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Generation;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary><c>kafka-fill</c>: synthetic minute bars into topics that are there and empty, in time order, with ends of data.</summary>
internal static class FillCommand
{
    public static Command Create()
    {
        var arguments = new BrokerArguments();
        var days = new Option<int>("--days") { Description = "Sessions of 390 minutes", DefaultValueFactory = _ => 642 };
        var command = new Command("kafka-fill", "Fill empty topics with synthetic bars") { days };
        arguments.AddTo(command);
        command.SetAction(result => Fill(arguments.Kafka(result), arguments.Symbols(result), result.GetValue(days)));
        return command;
    }

    private static void Fill(KafkaOptions kafka, IReadOnlyList<string> symbols, int days)
    {
        var folder = Directory.CreateTempSubdirectory("tradebooks-bench").FullName;
        try
        {
            SyntheticBarGenerator.Generate(new SyntheticBarOptions { Symbols = symbols, Days = days }, folder);
            using var feeds = CsvBarFeedSet.Open(folder, symbols);
            Send(kafka, feeds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Send(KafkaOptions kafka, CsvBarFeedSet feeds)
    {
        var routes = new Routes(kafka, [.. feeds.Feeds.Select(feed => feed.Symbol)]);
        Error? failure = null;
        using var producer = new ProducerBuilder<byte[], byte[]>(kafka.CreateProducerConfig()).Build();
        var cursors = feeds.Feeds.Select((feed, index) => new Cursor(feed, index)).Where(cursor => cursor.Next()).ToList();
        var sent = 0L;
        while (cursors.Count > 0)
        {
            var first = cursors.MinBy(cursor => cursor.Event.Time)!;
            var value = new byte[BarMessage.MaxLength];
            Array.Resize(ref value, BarMessage.Write(value, first.Event.Bar));
            Produce(first.Index, new Message<byte[], byte[]> { Key = routes.Keys[first.Index], Value = value });
            if (!first.Next())
                cursors.Remove(first);
        }

        for (var i = 0; i < routes.Keys.Count; i++)
            Produce(i, EndOfData.Create(routes.Keys[i], kafka.HasHeaders));
        producer.Flush();
        if (failure is not null)
            throw new KafkaException(failure);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sent:N0} records to {string.Join(", ", routes.Topics)}"));

        void Produce(int symbol, Message<byte[], byte[]> message)
        {
            while (true)
            {
                try
                {
                    producer.Produce(routes.Targets[symbol], message, report => failure ??= report.Error.IsError ? report.Error : null);
                    sent++;
                    return;
                }
                catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Poll(TimeSpan.FromMilliseconds(10));
                }
            }
        }
    }

    private sealed class Cursor(CsvBarFeed feed, int index)
    {
        private EventBatch _batch;
        private int _at;

        public int Index => index;

        public ref readonly MarketEvent Event => ref _batch.Events[_at];

        public bool Next()
        {
            if (++_at < _batch.Count)
                return true;
            (_batch, _at) = (feed.NextBatch(), 0);
            return _batch.Count > 0;
        }
    }
}

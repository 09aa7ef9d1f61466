using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// Writes records that cannot be processed to the dead-letter topic of theirs: untouched, with why, where and when in
/// headers, or in an envelope (<see cref="DeadLetterEnvelope"/>) where the broker has no headers.
/// </summary>
internal sealed partial class DeadLetterWriter(KafkaProducer producer, KafkaStreamOptions options, KafkaMetrics metrics, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private readonly bool _hasHeaders = KafkaProperties.HasHeaders(options);

    /// <summary>Writes them, for as long as it takes; where there are no dead letters, says what is dropped.</summary>
    /// <returns>Whether the records may be passed; false where it was cancelled before.</returns>
    public async Task<bool> WriteAsync(KafkaRecords records, string reason, CancellationToken cancellation)
    {
        if (options.DeadLetterSuffix is not { } suffix)
        {
            LogDropped(records.Count, records, reason);
            return true;
        }

        var messages = CreateMessages(records, records.Topic + suffix, reason.ReplaceLineEndings(" "), clock.GetUtcNow());
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await producer.ProduceAsync(messages).WaitAsync(cancellation).ConfigureAwait(false);
                metrics.DeadLetters.Add(records.Count, KafkaMetrics.Tag(new TopicPartition(records.Topic, records.Partition)));
                LogWritten(records.Count, records, records.Topic + suffix, reason);
                return true;
            }
            catch (KafkaException e)
            {
                LogNotWritten(records, records.Topic + suffix, e.Error.Reason);
                await Task.Delay(RetryAfter, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                break;
            }
        }

        return false;
    }

    private List<KafkaMessage> CreateMessages(KafkaRecords records, string topic, string reason, DateTimeOffset time)
    {
        var messages = new List<KafkaMessage>(records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            messages.Add(_hasHeaders
                ? new KafkaMessage(topic, records.Key, records.GetValue(i)?.ToArray(),
                [
                    .. records[i].Headers,
                    Header("reason", reason),
                    Header("topic", records.Topic),
                    Header("partition", records.Partition.ToString(CultureInfo.InvariantCulture)),
                    Header("offset", records[i].Offset.ToString(CultureInfo.InvariantCulture)),
                    Header("time", DeadLetterEnvelope.FormatTime(time)),
                ])
                : new KafkaMessage(topic, records.Key, DeadLetterEnvelope.Write(records, i, reason, time)));
        }

        return messages;
    }

    private KafkaHeader Header(string name, string value) => new(options.DeadLetterHeaderPrefix + name, Encoding.UTF8.GetBytes(value));

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} records ({Records}) cannot be processed and went to {Topic}: {Reason}")]
    private partial void LogWritten(int count, KafkaRecords records, string topic, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} records ({Records}) cannot be processed and are dropped, as there are no dead letters: {Reason}")]
    private partial void LogDropped(int count, KafkaRecords records, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Records}: can't be written to {Topic}: {Reason}. It is tried again; the partition is not committed further until then.")]
    private partial void LogNotWritten(KafkaRecords records, string topic, string reason);
}

using System.Globalization;
using Confluent.Kafka;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// The bars of several symbols from Kafka. For one thread, which calls <see cref="Poll"/> to read what has come and
/// takes it from <see cref="Feeds"/>. Partitions are assigned, not shared with a group: only saved positions say where
/// reading begins. A record that can't be processed goes to its dead-letter topic and is not passed before it is there.
/// </summary>
public sealed class KafkaFeedSet : IDisposable
{
    private const int RecordsAtOnce = 8192;
    private const int RecordsNamed = 5;

    // Short, so that a stop is heard soon.
    private static readonly TimeSpan RangeLimit = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromMilliseconds(800);

    private readonly KafkaFeedOptions _options;
    private readonly BrokerNotices _notices;
    private readonly TimeProvider _clock;
    private readonly RecordDecoder _decoder;
    private readonly IConsumer<int, RecordKind> _consumer;
    private readonly DeadLetterWriter _deadLetters;
    private readonly Dictionary<TopicPartition, KafkaPartition> _byId;
    private readonly KafkaPartition[] _partitions;
    private readonly KafkaFeed[] _feeds;
    private readonly FeedLayout _layout;
    private readonly BackPressure _pressure;
    private KafkaPartition _last;

    private KafkaFeedSet(
        KafkaOptions kafka, KafkaFeedOptions options, BrokerNotices notices, TimeProvider clock, FeedLayout layout)
    {
        _options = options;
        _notices = notices;
        _clock = clock;
        _layout = layout;
        _feeds = layout.Feeds;
        _partitions = layout.Partitions;
        _byId = _partitions.ToDictionary(partition => partition.Id);
        _last = _partitions[0];
        _decoder = new RecordDecoder(_feeds, kafka.Topic, layout.Map, new BarMessageReader(options.TimeZone));

        // What is the end of that client is not the end of this one.
        _deadLetters = new DeadLetterWriter(kafka, new BrokerNotices(notices.Say, clock));
        var config = kafka.CreateConsumerConfig(options.Group);
        config.ConsumeResultFields = kafka.HasHeaders ? "headers,topic" : "topic";

        // The end of a partition is told, so that records missing there are noticed too.
        config.EnablePartitionEof = true;
        _consumer = KafkaClients.CreateConsumer<int, RecordKind>(config, notices, _decoder, _decoder);
        _pressure = new BackPressure(_consumer, _feeds, _partitions);
    }

    /// <summary>One feed for each symbol, in ordinal order of the symbols.</summary>
    public IReadOnlyList<KafkaFeed> Feeds => _feeds;

    /// <summary>
    /// The time that was traded: a symbol whose data had ended can't bring events before it. Not asked for where events
    /// may come late.
    /// </summary>
    public Func<EventTime> Passed { get; set; } = () => EventTime.MinValue;

    /// <summary>Whether all symbols' data have ended.</summary>
    public bool HasEnded => Array.TrueForAll(_feeds, feed => feed.HasEnded);

    /// <summary>Dead letters that have not arrived in their topics yet.</summary>
    public long OpenDeadLetters => _deadLetters.OpenCount;

    /// <summary>Finds the partitions of the symbols and where to begin.</summary>
    /// <exception cref="BrokerException">
    /// No broker answers, a topic is missing, or records that are to be read are lost.
    /// </exception>
    /// <exception cref="FeedException">The partition map lacks a symbol, or the topic a partition of it.</exception>
    /// <exception cref="SettingException">A property of librdkafka can't be.</exception>
    /// <exception cref="OperationCanceledException">Stopped while waiting.</exception>
    public static KafkaFeedSet Open(
        KafkaOptions kafka, KafkaFeedOptions options, BrokerNotices notices, TimeProvider clock, CancellationToken stop = default)
    {
        var layout = FeedLayout.Find(kafka, options, notices, clock, stop);
        var set = new KafkaFeedSet(kafka, options, notices, clock, layout);
        try
        {
            set.Begin(stop);
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>Reads what has come, up to some thousand records.</summary>
    /// <param name="wait">How long the first is waited for.</param>
    /// <returns>How many records were read, whatever came of them.</returns>
    /// <exception cref="BrokerException">Records are lost, or the client can't go on.</exception>
    public int Poll(TimeSpan wait)
    {
        _deadLetters.Flush(TimeSpan.Zero);
        foreach (var partition in _partitions)
        {
            if (partition.IsAstray)
            {
                // One at a time: each may take a while, and a stop is to be heard.
                FindAgain(partition);
                break;
            }
        }

        if (_deadLetters.IsFull)
        {
            _deadLetters.Flush(wait);
            return 0;
        }

        _pressure.Apply();
        var count = 0;
        while (count < RecordsAtOnce && Consume(count == 0 ? wait : TimeSpan.Zero) is { } record)
        {
            Take(record);
            count++;
        }

        if (_notices.Fatal is { } fatal)
            throw new BrokerException($"the Kafka client can't go on: {fatal.Reason}");
        return count;
    }

    /// <summary>How far every partition was processed.</summary>
    /// <param name="processed">Time of each symbol's last event that was processed, in the order of <see cref="Feeds"/>.</param>
    /// <param name="flush">How long dead letters on their way are waited for; those that have not arrived are read again.</param>
    public IReadOnlyList<PartitionPosition> Positions(IReadOnlyList<EventTime> processed, TimeSpan flush = default)
    {
        _deadLetters.Flush(flush);
        var bySymbol = new Dictionary<KafkaFeed, EventTime>(_feeds.Length);
        for (var i = 0; i < _feeds.Length; i++)
            bySymbol.Add(_feeds[i], processed[i]);
        var positions = new PartitionPosition[_partitions.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            var partition = _partitions[i];
            var end = _consumer.GetWatermarkOffsets(partition.Id).High;
            if (end.Value > partition.End)
                partition.End = end.Value;
            partition.MeasureRate(_clock);
            positions[i] = new PartitionPosition
            {
                Topic = partition.Topic,
                Partition = partition.Number,
                NextOffset = partition.FirstUnprocessed(feed => bySymbol[feed]),
                ReadTo = Math.Max(partition.Next, partition.CountedTo),
                EndOffset = Math.Max(partition.End, partition.Next),
                DeadLetters = partition.DeadLetters,
                LastDeadLetter = partition.LastDeadLetter,
                OpenDeadLetters = partition.OpenDeadLetters,
                Duplicates = partition.Duplicates,
                Revisions = partition.Revisions,
                Lost = partition.Lost,
                LastTime = partition.LastTime,
                RecordsPerSecond = partition.RecordsPerSecond,
                Ended = [.. partition.Feeds.Where(feed => feed.HasSavedEnd).Select(feed => feed.Symbol)],
            };
        }

        return positions;
    }

    /// <summary>Says what was saved: the group's committed offsets follow, in the background.</summary>
    public void Commit(IReadOnlyList<PartitionPosition> saved)
    {
        foreach (var position in saved)
        {
            try
            {
                _consumer.StoreOffset(new TopicPartitionOffset(position.Topic, position.Partition, position.NextOffset));
            }
            catch (KafkaException e)
            {
                // Nothing depends on it but what lag tools say.
                _notices.Say($"kafka: the offset of {position.Topic}[{position.Partition}] can't be committed: {e.Error.Reason}");
            }
        }
    }

    public void Dispose()
    {
        _deadLetters.Dispose();

        // Closing waits for the last commit; a broker that is down must not hold it.
        var closing = new Thread(Close) { IsBackground = true };
        closing.Start();
        if (closing.Join(CloseLimit))
            _consumer.Dispose();
    }

    private void Close()
    {
        try
        {
            _consumer.Close();
        }
        catch (KafkaException e)
        {
            // The last commit: nothing depends on it.
            _notices.Say($"kafka: {e.Error.Reason}");
        }
    }

    private void Begin(CancellationToken stop)
    {
        foreach (var partition in _partitions)
        {
            var range = KafkaTopics.QueryRange(_consumer, partition.Id, _options.Patience, _clock, stop);
            partition.StartEnd = partition.End = range.High.Value;
            if (_options.Partitions.FirstOrDefault(saved => saved.Topic == partition.Topic && saved.Partition == partition.Number) is { } saved)
            {
                partition.Restore(saved);
                foreach (var feed in _feeds.Where(feed => feed.Topic == partition.Topic))
                    _layout.Restore(feed, partition, saved);
                CheckRange(partition, range);
            }
            else
            {
                // A partition that a saved run did not know is new, and all in it too.
                var isNewRun = _options.Partitions.Count == 0;
                partition.Next = _options.FromBeginning || !isNewRun ? range.Low.Value : range.High.Value;
            }
        }

        _consumer.Assign(_partitions.Select(partition => new TopicPartitionOffset(partition.Id, partition.Next)));
    }

    /// <summary>Compares where reading is to go on with what the log holds.</summary>
    private void CheckRange(KafkaPartition partition, WatermarkOffsets range)
    {
        if (range.High.Value < partition.Next)
        {
            Lose(partition, string.Create(
                CultureInfo.InvariantCulture,
                $"the log ends at offset {range.High.Value}, but everything before {partition.Next} was read: the topic was emptied or made anew"));
            partition.Next = range.Low.Value;
            partition.ForgetOffsets();
        }
        else if (range.Low.Value > partition.Next)
        {
            Lose(partition, partition.Next, range.Low.Value);
        }
    }

    // The client has given the partition up: it can't be sought in, only be assigned anew.
    private void FindAgain(KafkaPartition partition)
    {
        try
        {
            CheckRange(partition, _consumer.QueryWatermarkOffsets(partition.Id, RangeLimit));
            _consumer.IncrementalUnassign([partition.Id]);
            _consumer.IncrementalAssign([new TopicPartitionOffset(partition.Id, partition.Next)]);
            partition.IsPaused = partition.IsAstray = false;
        }
        catch (KafkaException e)
        {
            // Asked again with the next look.
            _notices.Say($"kafka: the offsets of {partition} can't be had: {e.Error.Reason}");
        }
    }

    private ConsumeResult<int, RecordKind>? Consume(TimeSpan wait)
    {
        try
        {
            return _consumer.Consume(wait);
        }
        catch (ConsumeException e) when (e.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange)
        {
            _byId[e.ConsumerRecord.TopicPartition].IsAstray = true;
            return null;
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            // The client tries again by itself.
            _notices.Say($"kafka: {e.Error.Reason}");
            return null;
        }
        catch (KafkaException e)
        {
            throw new BrokerException($"the Kafka client can't go on: {e.Error.Reason}", e);
        }
    }

    private void Take(ConsumeResult<int, RecordKind> record)
    {
        var partition = _last;
        if (partition.Number != record.Partition.Value || partition.Topic != record.Topic)
            _last = partition = _byId[record.TopicPartition];
        var offset = record.Offset.Value;
        if (offset > partition.Next)
            Lose(partition, partition.Next, offset, partition.CountedTo);
        if (offset < partition.Next || record.IsPartitionEOF)
            return;
        partition.Next = offset + 1;
        switch (record.Message.Value)
        {
            case RecordKind.Bar:
                TakeBar(_feeds[record.Message.Key], partition, offset, record);
                break;
            case RecordKind.EndOfData:
                if (IsCarrier(_feeds[record.Message.Key], partition, record))
                    _feeds[record.Message.Key].TakeEnd(offset);
                break;
            case RecordKind.Bad:
                Bury(partition, record, _decoder.Reason, _decoder.RawKey, _decoder.RawValue);
                break;
        }
    }

    private void TakeBar(KafkaFeed feed, KafkaPartition partition, long offset, ConsumeResult<int, RecordKind> record)
    {
        if (!IsCarrier(feed, partition, record))
            return;
        ref readonly var bar = ref _decoder.Bar;
        var isNew = offset >= partition.CountedTo;
        switch (feed.Take(bar, new SourcePosition(partition.Number, offset), Passed()))
        {
            case BarOutcome.Accepted:
                if (bar.Time > partition.LastTime)
                    partition.LastTime = bar.Time;
                break;
            case BarOutcome.Duplicate when isNew:
                partition.Duplicates++;
                break;
            case BarOutcome.Revision when isNew:
                partition.Revisions++;
                Tell(partition, offset, $"{feed.Symbol} {bar.Time} differs from the bar of that time, which stays");
                break;
            case BarOutcome.TooLate:
            case BarOutcome.Reread when partition.TakeUnsent(offset):
                BuryBar(partition, record, $"{bar.Time} comes after the end of data of {feed.Symbol}, and trading has passed it");
                break;
        }
    }

    /// <summary>Whether a symbol's record is in its partition; else its order would depend on who is read first.</summary>
    private bool IsCarrier(KafkaFeed feed, KafkaPartition partition, ConsumeResult<int, RecordKind> record)
    {
        if (feed.Partition is null)
            FeedLayout.Bind(feed, partition);
        if (feed.Partition == partition)
            return true;
        BuryBar(partition, record, $"{feed.Symbol} is carried by {feed.Partition}");
        return false;
    }

    // A good record in a wrong place: what it was is written out again.
    private void BuryBar(KafkaPartition partition, ConsumeResult<int, RecordKind> record, string reason)
    {
        byte[] value;
        if (record.Message.Value == RecordKind.EndOfData)
        {
            value = EndOfData.Value.ToArray();
        }
        else
        {
            value = new byte[BarMessage.MaxLength];
            Array.Resize(ref value, BarMessage.Write(value, _decoder.Bar));
        }

        Bury(partition, record, reason, System.Text.Encoding.UTF8.GetBytes(_feeds[record.Message.Key].Symbol), value);
    }

    private void Bury(KafkaPartition partition, ConsumeResult<int, RecordKind> record, string reason, byte[]? key, byte[]? value)
    {
        if (record.Offset.Value <= partition.LastDeadLetter)
            return;
        Tell(partition, record.Offset.Value, reason);
        var letter = new PendingDeadLetter(new DeadLetter
        {
            Topic = partition.Topic,
            Partition = partition.Number,
            Offset = record.Offset.Value,
            Key = key,
            Value = value,
            Headers = record.Message.Headers ?? [],
            Reason = reason,
            Time = _clock.GetUtcNow(),
        });
        partition.AddDeadLetter(letter);
        _deadLetters.Send(letter);
    }

    /// <param name="partition">The partition.</param>
    /// <param name="from">The first offset that is gone.</param>
    /// <param name="to">The first behind it that is there.</param>
    /// <param name="countedTo">A run before has counted what is gone before this.</param>
    private void Lose(KafkaPartition partition, long from, long to, long countedTo = 0)
    {
        Lose(partition, string.Create(
            CultureInfo.InvariantCulture,
            $"offsets {from} to {to - 1} are gone: deleted by retention, compaction or hand, or marks of a transaction"));
        partition.Lost += to - Math.Clamp(countedTo, from, to);
        partition.Next = to;
    }

    // A few are named; a topic full of them is not to fill the log too.
    private void Tell(KafkaPartition partition, long offset, string what) => _notices.Say(
        partition.Told++ < RecordsNamed
            ? FormattableString.Invariant($"{partition} offset {offset}: {what}")
            : $"{partition}: more records that were left out; `tradebooks status` counts them");

    private void Lose(KafkaPartition partition, string what)
    {
        if (!_options.ContinuesOnGap)
            throw new BrokerException($"{partition}: {what}. Go on without them: --on-gap continue");
        _notices.Say($"{partition}: {what}; going on");
    }
}

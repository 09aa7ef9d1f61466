using System.Globalization;
using System.Text;
using Confluent.Kafka;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Sends the bars of some symbols, or any messages, to their topics, those of each route in order, without a gap. The client tries again as
/// long as the delivery timeout allows; a record that is given up ends everything, so that none behind it gets ahead.
/// For one caller at a time.
/// </summary>
public sealed class KafkaPublisher : IDisposable
{
    // Rows on their way at a time, below the client's own limit of 100,000.
    private const int Capacity = 1 << 16;
    private const int RoomAfterWait = Capacity / 4;
    private const int FailuresNamed = 5;
    private const int LooksForReason = 10;

    // librdkafka's own default.
    private const int DefaultTimeout = 300_000;
    private static readonly string[] TimeoutNames = ["delivery.timeout.ms", "message.timeout.ms"];
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly KafkaOptions _options;
    private readonly BrokerNotices _notices;
    private readonly TimeProvider _clock;
    private readonly TimeSpan? _timeout;
    private readonly TopicPartition[] _targets;
    private readonly byte[][] _keys;
    private readonly EventTime[] _lastTimes;
    private readonly byte[] _scratch = new byte[BarMessage.MaxLength];
    private readonly ReadyValue _value;
    private readonly Headers _noHeaders = [];
    private readonly Message<byte[], long> _message;
    private readonly UnacknowledgedRows _rows = new(Capacity);
    private readonly Action<DeliveryReport<byte[], long>> _onDelivery;
    private readonly IProducer<byte[], long> _producer;
    private volatile DeliveryFailure? _failure;
    private volatile bool _isFatal;

    private KafkaPublisher(
        KafkaOptions options, IReadOnlyList<SymbolRoute> routes, BrokerNotices notices, TimeProvider clock, TimeSpan? timeout,
        IProducer<byte[], long> producer, ReadyValue value)
    {
        Routes = routes;
        _options = options;
        _notices = notices;
        _clock = clock;
        _timeout = timeout;
        _producer = producer;
        _value = value;
        _targets = [.. routes.Select(route => new TopicPartition(route.Topic, route.Partition ?? Partition.Any))];
        _keys = [.. routes.Select(route => Encoding.UTF8.GetBytes(route.Symbol))];
        _lastTimes = new EventTime[routes.Count];
        Array.Fill(_lastTimes, EventTime.MinValue);
        _message = new Message<byte[], long> { Headers = _noHeaders };
        _onDelivery = OnDelivery;
    }

    /// <summary>The symbols; each is named by its index here.</summary>
    public IReadOnlyList<SymbolRoute> Routes { get; }

    /// <summary>Records that the client was given, ends of data included.</summary>
    public long Published => _rows.Added;

    /// <summary>Records that the broker has not acknowledged yet.</summary>
    public long InFlight => _rows.Count;

    /// <summary>Time of the last row that is acknowledged together with all before it.</summary>
    public EventTime AcknowledgedUpTo => _rows.DoneUpTo;

    /// <summary>Starts the client, looks the topics up and creates those that are missing.</summary>
    /// <param name="options">How Kafka is reached.</param>
    /// <param name="routes">The symbols.</param>
    /// <param name="notices">Is told what the client says.</param>
    /// <param name="clock">Wall time, for timeouts.</param>
    /// <param name="stop">Ends a wait.</param>
    /// <exception cref="SettingException">A property of librdkafka is unknown, or its value is impossible.</exception>
    /// <exception cref="BrokerException">No broker answers in time, or a topic can't be made.</exception>
    /// <exception cref="FeedException">A topic lacks partitions that the map names.</exception>
    /// <exception cref="OperationCanceledException">Stopped while waiting.</exception>
    public static KafkaPublisher Open(
        KafkaOptions options, SymbolRoutes routes, BrokerNotices notices, TimeProvider clock, CancellationToken stop) =>
        Open(options, () => routes.Resolve(notices, clock, stop), notices, clock);

    /// <summary>Starts the client with routes that are found by another way.</summary>
    /// <inheritdoc cref="Open(KafkaOptions, SymbolRoutes, BrokerNotices, TimeProvider, CancellationToken)"/>
    internal static KafkaPublisher Open(
        KafkaOptions options, Func<IReadOnlyList<SymbolRoute>> resolve, BrokerNotices notices, TimeProvider clock)
    {
        var config = options.CreateProducerConfig();
        var timeout = TakeTimeout(config);
        config.DeliveryReportFields = "value,status";
        config.EnableDeliveryReports = true;
        config.EnableBackgroundPoll = true;

        // Before anything else, so that wrong properties are told of at once.
        var value = new ReadyValue();
        var producer = KafkaClients.CreateProducer(config, notices, Serializers.ByteArray, value);
        try
        {
            return new KafkaPublisher(options, resolve(), notices, clock, timeout, producer, value);
        }
        catch
        {
            producer.Dispose();
            throw;
        }
    }

    /// <summary>Sends a bar; waits while too many are on their way.</summary>
    /// <param name="symbol">Index of the symbol's route.</param>
    /// <param name="bar">The bar.</param>
    /// <param name="line">Line of its row, for reports.</param>
    /// <param name="stop">Ends a wait.</param>
    /// <returns>False where it was stopped while it waited; then the bar was not sent.</returns>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    public bool Publish(int symbol, in Bar bar, long line, CancellationToken stop)
    {
        if (!MakeRoom(new SentRow(symbol, line, bar.Time, _clock.GetTimestamp()), stop, out var number))
            return false;
        _value.Bytes = _scratch.AsSpan(0, BarMessage.Write(_scratch, bar)).ToArray();
        _message.Headers = _noHeaders;
        _lastTimes[symbol] = bar.Time;
        return Produce(symbol, number, stop);
    }

    /// <summary>Sends a message of any kind, as <see cref="Publish(int, in Bar, long, CancellationToken)"/> sends a bar.</summary>
    /// <param name="symbol">Index of the route.</param>
    /// <param name="value">The record's value; copied.</param>
    /// <param name="time">Its event time, for reports.</param>
    /// <param name="number">Its number at its source, for reports.</param>
    /// <param name="stop">Ends a wait.</param>
    /// <returns>False where it was stopped while it waited; then the message was not sent.</returns>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    public bool Publish(int symbol, ReadOnlySpan<byte> value, EventTime time, long number, CancellationToken stop)
    {
        if (!MakeRoom(new SentRow(symbol, number, time, _clock.GetTimestamp()), stop, out var row))
            return false;
        _value.Bytes = value.ToArray();
        _message.Headers = _noHeaders;
        return Produce(symbol, row, stop);
    }

    /// <summary>Says that a symbol's data has ended, as <see cref="Publish(int, in Bar, long, CancellationToken)"/> sends a bar.</summary>
    /// <param name="symbol">Index of the symbol's route.</param>
    /// <param name="stop">Ends a wait.</param>
    /// <returns>False where it was stopped while it waited; then the record was not sent.</returns>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    public bool PublishEnd(int symbol, CancellationToken stop)
    {
        if (!MakeRoom(new SentRow(symbol, 0, _lastTimes[symbol], _clock.GetTimestamp()), stop, out var number))
            return false;
        var end = EndOfData.Create(_keys[symbol], _options.HasHeaders);
        _value.Bytes = end.Value;
        _message.Headers = end.Headers ?? _noHeaders;
        return Produce(symbol, number, stop);
    }

    /// <summary>Waits until every record is acknowledged.</summary>
    /// <param name="limit">How long, about.</param>
    /// <returns>Whether it came to that.</returns>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    public bool Flush(TimeSpan limit)
    {
        ThrowIfFailed();
        _producer.Flush(limit);
        // What was just delivered may be in the hands of another thread.
        var isDone = _rows.WaitForCount(0, TimeSpan.FromMilliseconds(5));
        ThrowIfFailed();
        return isDone;
    }

    /// <summary>Waits until every record is acknowledged, however long that takes.</summary>
    /// <param name="stop">Ends the wait, which throws then.</param>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public void Complete(CancellationToken stop)
    {
        while (!Flush(Look))
            stop.ThrowIfCancellationRequested();
    }

    /// <summary>To be called some times a second while nothing is sent.</summary>
    /// <exception cref="DeliveryException">A record was given up.</exception>
    public void ThrowIfFailed()
    {
        // The client gives up everything after a fatal error, in no order; what happened comes by a way of its own.
        if (_isFatal)
        {
            for (var i = 0; i < LooksForReason && _notices.Fatal is null; i++)
                _rows.WaitForCount(0, Look);
        }

        if (_notices.Fatal is { } fatal)
            throw Failed(fatal.Reason, null);
        if (_failure is { } failure)
            throw Failed(failure.Reason, _isFatal ? null : failure.Route);

        if (_timeout is not { } timeout || !_rows.TryGetOldest(out var oldest) || _clock.GetElapsedTime(oldest.SentAt) < timeout)
            return;
        var seconds = timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        var reason = $"not acknowledged within {seconds} s (message.timeout.ms)";
        throw Failed(_notices.LastError is { } last ? $"{reason}; {last}" : reason, null);
    }

    /// <summary>Ends the client; what is on its way is given up.</summary>
    public void Dispose() => _producer.Dispose();

    // A record that the client gives up lets those behind it pass, if only until the producer is disposed of. So the
    // client never gives one up for its age; the publisher watches over that, for all records at once.
    private static TimeSpan? TakeTimeout(ProducerConfig config)
    {
        var milliseconds = DefaultTimeout;
        var isTaken = false;
        foreach (var name in TimeoutNames)
        {
            if (config.Get(name) is not { } text)
                continue;

            // What is no number is left for librdkafka to refuse.
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds))
                return null;
            config.Set(name, "0");
            isTaken = true;
        }

        if (!isTaken)
            config.MessageTimeoutMs = 0;
        return milliseconds == 0 ? null : TimeSpan.FromMilliseconds(milliseconds);
    }

    private bool MakeRoom(in SentRow row, CancellationToken stop, out long number)
    {
        if (_failure is not null)
            ThrowIfFailed();
        while ((number = _rows.TryAdd(row)) < 0)
        {
            ThrowIfFailed();
            if (stop.IsCancellationRequested)
                return false;
            _rows.WaitForCount(Capacity - RoomAfterWait, Look);
        }

        return true;
    }

    private bool Produce(int symbol, long number, CancellationToken stop)
    {
        _message.Key = _keys[symbol];
        _message.Value = number;
        while (true)
        {
            try
            {
                _producer.Produce(_targets[symbol], _message, _onDelivery);
                return true;
            }
            catch (ProduceException<byte[], long> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                // The client's own limits are lower than ours.
                ThrowIfFailed();
                if (stop.IsCancellationRequested)
                {
                    _rows.RemoveLast();
                    return false;
                }

                _rows.WaitForCount(Math.Max(_rows.Count - 1, 0), Look);
            }
            catch (ProduceException<byte[], long> e)
            {
                Fail(number, Routes[symbol].Partition, e.Error);
                ThrowIfFailed();
            }
        }
    }

    private void OnDelivery(DeliveryReport<byte[], long> report)
    {
        if (report.Error.IsError)
            Fail(report.Message.Value, report.Partition.IsSpecial ? null : report.Partition.Value, report.Error);
        else
            _rows.Acknowledge(report.Message.Value);
    }

    private void Fail(long number, int? partition, Error error)
    {
        var row = _rows[number];
        var route = Routes[row.Symbol];
        _isFatal |= error.IsFatal || error.Code is ErrorCode.Local_Fatal or ErrorCode.Local_GaplessGuarantee;
        Interlocked.CompareExchange(
            ref _failure,
            new DeliveryFailure(route with { Partition = partition ?? route.Partition }, row.Line, row.Time, error.Reason), null);
        _rows.Interrupt();
    }

    // Whatever was told of first: the oldest rows of the topic where it happened, or of all of them, are those to name.
    private DeliveryException Failed(string reason, SymbolRoute? where)
    {
        var count = _rows.Count;
        var failures = _rows.TakeOldest(FailuresNamed, row => where is null || Routes[row.Symbol].Topic == where.Topic)
            .Select(row =>
            {
                var route = Routes[row.Symbol];
                return new DeliveryFailure(route.Symbol == where?.Symbol ? where : route, row.Line, row.Time, reason);
            }).ToList();
        return new DeliveryException(
            $"Kafka at {_options.Brokers} did not take {count.ToString("N0", CultureInfo.InvariantCulture)} "
            + $"record{(count == 1 ? "" : "s")}: {reason}",
            failures, count);
    }
}

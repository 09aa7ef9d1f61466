using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// A record that cannot be processed, with why, where and when, as it goes to <c>&lt;topic&gt;.dead-letter</c>. Where
/// the broker has headers, key, value and the record's own headers are untouched and <c>tradebooks-reason</c>,
/// <c>-topic</c>, <c>-partition</c>, <c>-offset</c> and <c>-time</c> are added; where it has none, the key is untouched
/// and the value is a JSON object (<see cref="DeadLetterEnvelope"/>).
/// </summary>
public sealed class DeadLetter
{
    /// <summary>Header with <see cref="Reason"/>.</summary>
    public const string ReasonHeader = "tradebooks-reason";

    /// <summary>Header with <see cref="Topic"/>.</summary>
    public const string TopicHeader = "tradebooks-topic";

    /// <summary>Header with <see cref="Partition"/>.</summary>
    public const string PartitionHeader = "tradebooks-partition";

    /// <summary>Header with <see cref="Offset"/>.</summary>
    public const string OffsetHeader = "tradebooks-offset";

    /// <summary>Header with <see cref="Time"/>.</summary>
    public const string TimeHeader = "tradebooks-time";

    private const string Suffix = ".dead-letter";

    private static readonly string[] OwnHeaders = [ReasonHeader, TopicHeader, PartitionHeader, OffsetHeader, TimeHeader];

    /// <summary>Topic that the record was read from.</summary>
    public required string Topic { get; init; }

    /// <summary>Partition of <see cref="Topic"/>.</summary>
    public required int Partition { get; init; }

    /// <summary>Offset in <see cref="Partition"/>.</summary>
    public required long Offset { get; init; }

    /// <summary>The record's key, as it is.</summary>
    public byte[]? Key { get; init; }

    /// <summary>The record's value, as it is.</summary>
    public byte[]? Value { get; init; }

    /// <summary>The record's own headers; none by default.</summary>
    public Headers Headers { get; init; } = [];

    /// <summary>Why it cannot be processed, in one line.</summary>
    public required string Reason { get; init; }

    /// <summary>When that was found.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The topic of the dead letters of <paramref name="topic"/>.</summary>
    public static string TopicOf(string topic) => topic + Suffix;

    /// <summary>The record for the dead-letter topic.</summary>
    /// <param name="withHeaders">Whether the broker has headers. Where it has none, <see cref="Headers"/> are left out.</param>
    public Message<byte[], byte[]> ToMessage(bool withHeaders)
    {
        if (!withHeaders)
            return new Message<byte[], byte[]> { Key = Key!, Value = DeadLetterEnvelope.Write(this) };
        var headers = new Headers();
        foreach (var header in Headers)
            headers.Add(header.Key, header.GetValueBytes());
        headers.Add(ReasonHeader, Encoding.UTF8.GetBytes(Reason));
        headers.Add(TopicHeader, Encoding.UTF8.GetBytes(Topic));
        headers.Add(PartitionHeader, Encoding.UTF8.GetBytes(Partition.ToString(CultureInfo.InvariantCulture)));
        headers.Add(OffsetHeader, Encoding.UTF8.GetBytes(Offset.ToString(CultureInfo.InvariantCulture)));
        headers.Add(TimeHeader, Encoding.UTF8.GetBytes(FormatTime(Time)));
        return new Message<byte[], byte[]> { Key = Key!, Value = Value!, Headers = headers };
    }

    /// <summary>Reads a record of a dead-letter topic, of either form.</summary>
    /// <param name="message">The record.</param>
    /// <param name="letter">What it holds.</param>
    /// <returns>Null, or why it is no dead letter, in one line.</returns>
    public static string? TryRead(Message<byte[], byte[]> message, out DeadLetter? letter)
    {
        letter = null;
        if (message.Headers is { } headers && headers.TryGetLastBytes(ReasonHeader, out _))
            return TryReadHeaders(message, headers, out letter);
        return message.Value is null
            ? $"there is neither a header {ReasonHeader} nor a value"
            : DeadLetterEnvelope.TryRead(message.Value, out letter);
    }

    /// <summary>ISO 8601, UTC, seven decimals of the second.</summary>
    internal static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    internal static string? TryReadTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
            ? null
            : $"time '{BarText.Quote(text)}' is not a time in ISO 8601";

    private static string? TryReadHeaders(Message<byte[], byte[]> message, Headers headers, out DeadLetter? letter)
    {
        letter = null;
        // A dead letter that became one itself has each header twice: the last is ours.
        var texts = new string[OwnHeaders.Length];
        var places = new int[OwnHeaders.Length];
        for (var i = 0; i < OwnHeaders.Length; i++)
        {
            places[i] = headers.Count - 1;
            while (places[i] >= 0 && headers[places[i]].Key != OwnHeaders[i])
                places[i]--;
            if (places[i] < 0 || headers[places[i]].GetValueBytes() is not { } bytes)
                return $"header {OwnHeaders[i]} is missing";
            texts[i] = Encoding.UTF8.GetString(bytes);
        }

        if (!int.TryParse(texts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var partition))
            return $"header {PartitionHeader} '{BarText.Quote(texts[2])}' is not a partition";
        if (!long.TryParse(texts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return $"header {OffsetHeader} '{BarText.Quote(texts[3])}' is not an offset";
        if (TryReadTime(texts[4], out var time) is { } wrong)
            return $"header tradebooks-{wrong}";
        var own = new Headers();
        for (var i = 0; i < headers.Count; i++)
        {
            if (!places.Contains(i))
                own.Add(headers[i].Key, headers[i].GetValueBytes());
        }

        letter = new DeadLetter
        {
            Topic = texts[1],
            Partition = partition,
            Offset = offset,
            Key = message.Key,
            Value = message.Value,
            Headers = own,
            Reason = texts[0],
            Time = time,
        };
        return null;
    }
}

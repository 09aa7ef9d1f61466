using System.Text;
using Confluent.Kafka;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Decodes records where the client holds them, so that a good one costs no allocation here. What a record held
/// stands in the properties until the next one is decoded.
/// </summary>
/// <param name="feeds">The symbols that are wanted.</param>
/// <param name="template">Which topic carries whom.</param>
/// <param name="map">Which partition carries whom; null where keys decide.</param>
/// <param name="bars">Reads the values.</param>
internal sealed class RecordDecoder(
    IReadOnlyList<KafkaFeed> feeds, TopicTemplate template, PartitionMap? map, BarMessageReader bars)
    : IDeserializer<int>, IDeserializer<RecordKind>
{
    /// <summary>The key of a symbol that was not asked for.</summary>
    public const int Unwanted = -1;

    /// <summary>A key that can't be where it is; <see cref="Reason"/> says why.</summary>
    public const int Wrong = -2;

    private const int LongestKey = 256;

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _symbols = feeds
        .Select((feed, index) => KeyValuePair.Create(feed.Symbol, index))
        .ToDictionary(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly byte[][] _keys = [.. feeds.Select(feed => Encoding.UTF8.GetBytes(feed.Symbol))];
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _mapped =
        (map?.Partitions.Keys ?? []).ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private int _key;
    private Bar _bar;

    /// <summary>The bar, where the record is one.</summary>
    public ref readonly Bar Bar => ref _bar;

    /// <summary>Why the record is bad, where it is.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The bytes of a bad record's key.</summary>
    public byte[]? RawKey { get; private set; }

    /// <summary>The bytes of a bad record's value.</summary>
    public byte[]? RawValue { get; private set; }

    /// <returns>The index of the symbol, or one of the constants.</returns>
    int IDeserializer<int>.Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        // The symbol of the record before is the likeliest.
        if (_key < 0 || isNull || !data.SequenceEqual(_keys[_key]))
            _key = Find(data, isNull);
        if (_key >= 0 && template.IsPerSymbol && context.Topic != feeds[_key].Topic)
        {
            Refuse($"key '{feeds[_key].Symbol}' does not belong in topic {context.Topic}");
            _key = Wrong;
        }

        if (_key == Wrong)
            RawKey = isNull ? null : data.ToArray();
        return _key;
    }

    RecordKind IDeserializer<RecordKind>.Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (_key == Unwanted)
            return RecordKind.Unwanted;
        if (_key >= 0)
        {
            if (EndOfData.Is(data, data.IsEmpty ? context.Headers : null))
                return RecordKind.EndOfData;
            var reason = data.IsEmpty
                ? "the value is empty, and no end of data"
                : bars.TryRead(data, feeds[_key].LastTime, out _bar);
            if (reason is null)
                return RecordKind.Bar;
            Refuse(reason);
            RawKey = _keys[_key];
        }

        RawValue = isNull ? null : data.ToArray();
        return RecordKind.Bad;
    }

    private int Find(ReadOnlySpan<byte> data, bool isNull)
    {
        if (isNull || data.IsEmpty)
        {
            Refuse("the key, which is the symbol, is missing");
            return Wrong;
        }

        Span<char> text = stackalloc char[LongestKey];
        if (data.Length <= LongestKey && Encoding.UTF8.TryGetChars(data, text, out var length))
        {
            if (_symbols.TryGetValue(text[..length], out var index))
                return index;
            // Others' symbols are expected where a topic carries many.
            if (!template.IsPerSymbol && (map is null || _mapped.Contains(text[..length])))
                return Unwanted;
        }

        Refuse(template.IsPerSymbol
            ? $"key '{BarText.Quote(data)}' is not the symbol of the topic"
            : $"key '{BarText.Quote(data)}' is no symbol of {map?.File ?? "anybody"}");
        return Wrong;
    }

    private void Refuse(string reason) => Reason = reason;
}

using Confluent.Kafka;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Says that a symbol's data has ended: a record with the symbol's key, an empty value and the header
/// <c>tradebooks-control: end-of-data</c>; where the broker has no headers, the value
/// <c>{"control":"end-of-data"}</c> instead.
/// </summary>
public static class EndOfData
{
    /// <summary>Name of the header.</summary>
    public const string HeaderName = "tradebooks-control";

    /// <summary>Value of the header.</summary>
    public const string HeaderValue = "end-of-data";

    /// <summary>The value for brokers without headers.</summary>
    public static ReadOnlySpan<byte> Value => "{\"control\":\"end-of-data\"}"u8;

    /// <summary>The record of a symbol.</summary>
    /// <param name="key">The symbol's key.</param>
    /// <param name="withHeaders">Whether the broker has headers.</param>
    public static Message<byte[], byte[]> Create(byte[] key, bool withHeaders) => withHeaders
        ? new Message<byte[], byte[]>
        {
            Key = key,
            Value = [],
            Headers = new Headers { { HeaderName, "end-of-data"u8.ToArray() } },
        }
        : new Message<byte[], byte[]> { Key = key, Value = Value.ToArray() };

    /// <summary>Whether a record ends its symbol's data, in either form.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="headers">Its headers, where it has some.</param>
    public static bool Is(ReadOnlySpan<byte> value, Headers? headers) => value.IsEmpty ? IsHeader(headers) : IsValue(value);

    /// <summary>Whether this is the value for brokers without headers, white space around its tokens aside.</summary>
    public static bool IsValue(ReadOnlySpan<byte> value) =>
        Skip(ref value, "{"u8) && Skip(ref value, "\"control\""u8) && Skip(ref value, ":"u8)
        && Skip(ref value, "\"end-of-data\""u8) && Skip(ref value, "}"u8) && value.Trim(" \t\r\n"u8).IsEmpty;

    private static bool IsHeader(Headers? headers) =>
        headers is not null && headers.TryGetLastBytes(HeaderName, out var text) && text.AsSpan().SequenceEqual("end-of-data"u8);

    private static bool Skip(ref ReadOnlySpan<byte> value, ReadOnlySpan<byte> token)
    {
        var rest = value.TrimStart(" \t\r\n"u8);
        if (!rest.StartsWith(token))
            return false;
        value = rest[token.Length..];
        return true;
    }
}

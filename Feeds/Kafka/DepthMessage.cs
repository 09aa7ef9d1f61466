using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// A depth event as the value of its record:
/// <c>{"exchange":"binance","symbol":"btcusdt","type":"update","eventTime":1741380840000000,"receivedTime":…,
/// "firstUpdateId":…,"lastUpdateId":…,"previousUpdateId":…,"bids":[["price","quantity"],…],"asks":[…],"checksum":…}</c>.
/// Times are microseconds since 1970; prices and quantities are the exchange's own decimal text. The checksum is left
/// out where there is none; the reader takes <c>null</c> for none too.
/// </summary>
/// <param name="Exchange">Name of the exchange, not empty.</param>
/// <param name="Symbol">The symbol as the exchange writes it, not empty.</param>
/// <param name="Depth">The event, <see cref="EventKind.DepthSnapshot"/> or <see cref="EventKind.DepthUpdate"/>.</param>
public sealed record DepthMessage(string Exchange, string Symbol, DepthEvent Depth)
{
    /// <summary>Most bytes of a value.</summary>
    public const int MaxReadLength = 8 * 1024 * 1024;

    private const string Snapshot = "snapshot";
    private const string Update = "update";

    private const uint Required = (1U << 10) - 1;

    private static readonly MemberNames Names = new(
        "exchange", "symbol", "type", "eventTime", "receivedTime", "firstUpdateId", "lastUpdateId", "previousUpdateId",
        "bids", "asks", "checksum");

    /// <summary>Writes the value.</summary>
    /// <exception cref="ArgumentException">The event is neither a snapshot nor an update.</exception>
    public void WriteTo(IBufferWriter<byte> destination) =>
        Write(destination, Exchange, Symbol, Depth.Header, Depth.Bids, Depth.Asks);

    /// <summary>Writes the value of an event that need not be an object.</summary>
    /// <exception cref="ArgumentException">The event is neither a snapshot nor an update.</exception>
    public static void Write(
        IBufferWriter<byte> destination, string exchange, string symbol, in DepthHeader header,
        ReadOnlySpan<DepthLevel> bids, ReadOnlySpan<DepthLevel> asks)
    {
        using var json = MessageJson.CreateWriter(destination);
        json.WriteStartObject();
        json.WriteString("exchange"u8, exchange);
        json.WriteString("symbol"u8, symbol);
        json.WriteString("type"u8, header.Kind switch
        {
            EventKind.DepthSnapshot => Snapshot,
            EventKind.DepthUpdate => Update,
            _ => throw new ArgumentException($"{header.Kind} is no depth event", nameof(header)),
        });
        json.WriteNumber("eventTime"u8, header.Time.Microseconds);
        json.WriteNumber("receivedTime"u8, header.ReceivedTime.Microseconds);
        json.WriteNumber("firstUpdateId"u8, header.FirstUpdateId);
        json.WriteNumber("lastUpdateId"u8, header.LastUpdateId);
        json.WriteNumber("previousUpdateId"u8, header.PreviousUpdateId);
        WriteLevels(json, "bids"u8, bids);
        WriteLevels(json, "asks"u8, asks);
        if (header.Checksum is { } checksum)
            json.WriteNumber("checksum"u8, checksum);
        json.WriteEndObject();
    }

    /// <summary>Reads a value: one JSON object with these members, each once, in any order, and no other.</summary>
    /// <param name="value">The record's value.</param>
    /// <param name="message">The message, where there is one.</param>
    /// <returns>Null, or why there is none, in one line that names the member.</returns>
    public static string? TryRead(ReadOnlySpan<byte> value, out DepthMessage? message)
    {
        message = null;
        var members = new MemberReader(value, Names);
        try
        {
            return TryRead(ref members, out message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return members.Say(e);
        }
    }

    private static string? TryRead(ref MemberReader members, out DepthMessage? message)
    {
        message = null;
        if (members.Begin(MaxReadLength) is { } unfit)
            return unfit;
        string exchange = "", symbol = "";
        var kind = EventKind.None;
        EventTime time = default, receivedTime = default;
        long first = 0, last = 0, previous = 0;
        long? checksum = null;
        List<DepthLevel> bids = [], asks = [];
        while (true)
        {
            if (members.Next(out var member) is { } misnamed)
                return misnamed;
            if (member < 0)
                break;
            var wrong = member switch
            {
                0 => members.ReadName(out exchange),
                1 => members.ReadName(out symbol),
                2 => ReadKind(ref members, out kind),
                3 => members.ReadTime(out time),
                4 => members.ReadTime(out receivedTime),
                5 => members.ReadInteger(out first),
                6 => members.ReadInteger(out last),
                7 => members.ReadInteger(out previous),
                8 => members.ReadLevels(out bids),
                9 => members.ReadLevels(out asks),
                _ => members.ReadOptionalInteger(out checksum),
            };
            if (wrong is not null)
                return wrong;
        }

        if (members.CheckPresence(Required) is { } missing)
            return missing;
        message = new DepthMessage(
            exchange, symbol, new DepthEvent(
                kind, time, receivedTime, first, last, previous,
                CollectionsMarshal.AsSpan(bids), CollectionsMarshal.AsSpan(asks), checksum));
        return null;
    }

    private static string? ReadKind(ref MemberReader members, out EventKind kind)
    {
        kind = EventKind.None;
        if (members.ReadText(out var text) is { } wrong)
            return wrong;
        kind = text switch { Snapshot => EventKind.DepthSnapshot, Update => EventKind.DepthUpdate, _ => EventKind.None };
        return kind == EventKind.None ? $"type '{BarText.Quote(text)}' is neither {Snapshot} nor {Update}" : null;
    }

    private static void WriteLevels(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<DepthLevel> levels)
    {
        Span<byte> text = stackalloc byte[DecimalText.MaxLength];
        json.WriteStartArray(name);
        foreach (ref readonly var level in levels)
        {
            json.WriteStartArray();
            json.WriteStringValue(text[..DecimalText.Write(level.Price, text)]);
            json.WriteStringValue(text[..DecimalText.Write(level.Quantity, text)]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// A dead letter's value where the broker has no headers:
/// <c>{"reason":…,"topic":…,"partition":…,"offset":…,"time":…,"key":…,"value":…}</c>. Key and value are text where
/// they are valid UTF-8, <c>null</c> where the record has none, and else <c>keyBase64</c> and <c>valueBase64</c> take
/// their place.
/// </summary>
internal static class DeadLetterEnvelope
{
    private const int Partition = 2, Offset = 3, Key = 5, Value = 6, KeyBase64 = 7, ValueBase64 = 8;
    private const uint Required = (1U << Key) - 1;

    private static readonly MemberNames Names = new(
        "reason", "topic", "partition", "offset", "time", "key", "value", "keyBase64", "valueBase64");

    public static byte[] Write(DeadLetter letter)
    {
        var bytes = new ArrayBufferWriter<byte>(256 + (letter.Value?.Length ?? 0));
        using (var json = MessageJson.CreateWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("reason"u8, letter.Reason);
            json.WriteString("topic"u8, letter.Topic);
            json.WriteNumber("partition"u8, letter.Partition);
            json.WriteNumber("offset"u8, letter.Offset);
            json.WriteString("time"u8, DeadLetter.FormatTime(letter.Time));
            WriteBytes(json, Key, KeyBase64, letter.Key);
            WriteBytes(json, Value, ValueBase64, letter.Value);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    public static string? TryRead(ReadOnlySpan<byte> value, out DeadLetter? letter)
    {
        letter = null;
        var members = new MemberReader(value, Names);
        try
        {
            return TryRead(ref members, out letter);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return members.Say(e);
        }
    }

    private static string? TryRead(ref MemberReader members, out DeadLetter? letter)
    {
        letter = null;
        if (members.Begin(int.MaxValue) is { } unfit)
            return unfit;
        string reason = "", topic = "";
        long partition = 0, offset = 0;
        DateTimeOffset time = default;
        byte[]? key = null, value = null;
        while (true)
        {
            if (members.Next(out var member) is { } misnamed)
                return misnamed;
            if (member < 0)
                break;
            var wrong = member switch
            {
                0 => members.ReadText(out reason),
                1 => members.ReadName(out topic),
                Partition => ReadNatural(ref members, member, int.MaxValue, out partition),
                Offset => ReadNatural(ref members, member, long.MaxValue, out offset),
                4 => members.ReadText(out var text) ?? DeadLetter.TryReadTime(text, out time),
                Key => ReadBytes(ref members, out key),
                Value => ReadBytes(ref members, out value),
                KeyBase64 => members.ReadBase64(out key),
                _ => members.ReadBase64(out value),
            };
            if (wrong is not null)
                return wrong;
        }

        if ((members.CheckPresence(Required) ?? CheckOne(members.Seen, Key, KeyBase64) ?? CheckOne(members.Seen, Value, ValueBase64)) is { } faulty)
            return faulty;
        letter = new DeadLetter
        {
            Topic = topic,
            Partition = (int)partition,
            Offset = offset,
            Key = key,
            Value = value,
            Reason = reason,
            Time = time,
        };
        return null;
    }

    private static void WriteBytes(Utf8JsonWriter json, int text, int base64, byte[]? bytes)
    {
        if (bytes is null)
            json.WriteNull(Names[text]);
        else if (Utf8.IsValid(bytes))
            json.WriteString(Names[text], bytes);
        else
            json.WriteBase64String(Names[base64], bytes);
    }

    private static string? ReadNatural(ref MemberReader members, int member, long most, out long number) =>
        members.ReadInteger(out number)
        ?? (number >= 0 && number <= most ? null : FormattableString.Invariant($"{Names[member]} {number} is not between 0 and {most}"));

    private static string? ReadBytes(ref MemberReader members, out byte[]? bytes)
    {
        var reason = members.ReadOptionalText(out var text);
        bytes = text is null ? null : Encoding.UTF8.GetBytes(text);
        return reason;
    }

    private static string? CheckOne(uint seen, int text, int base64) => ((seen >> text & 1) + (seen >> base64 & 1)) switch
    {
        0 => $"{Names[text]} is missing",
        1 => null,
        _ => $"{Names[text]} and {Names[base64]} are both given",
    };
}

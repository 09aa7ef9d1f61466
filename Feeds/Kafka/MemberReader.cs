using System.Buffers;
using System.Text.Json;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Reads a value that is one JSON object with known members, each at most once, and nothing behind it. Methods give
/// null, or what is wrong in one line; text that is no JSON is a <see cref="JsonException"/> and a string that is no
/// Unicode text an <see cref="InvalidOperationException"/>, both of which <see cref="Say"/> puts into words.
/// </summary>
internal ref struct MemberReader
{
    private const int None = -1;

    // A name of 24 bytes, each of them escaped; a stamp of 40.
    private const int LongestEscaped = 240;

    private static readonly SearchValues<byte> ValueEnds = SearchValues.Create(",}] \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _value;
    private readonly MemberNames _names;
    private Utf8JsonReader _json;
    private string? _expected;
    private uint _seen;
    private int _member = None;
    private int _valueStart;

    public MemberReader(ReadOnlySpan<byte> value, MemberNames names)
    {
        _value = value;
        _names = names;
        _json = new Utf8JsonReader(value);
    }

    /// <summary>Bits of the members that were there.</summary>
    public readonly uint Seen => _seen;

    /// <summary>Enters the object.</summary>
    /// <param name="limit">Most bytes of the value.</param>
    public string? Begin(int limit)
    {
        if (_value.IsEmpty)
            return "the value is empty";
        if (_value.Length > limit)
            return FormattableString.Invariant($"the value has {_value.Length} bytes, more than {limit}");
        _json.Read();
        return _json.TokenType == JsonTokenType.StartObject ? null : "the value is not a JSON object";
    }

    /// <summary>Goes to the next member, or checks that the object and with it the value ends.</summary>
    /// <param name="member">Its number; −1 at the end.</param>
    public string? Next(out int member)
    {
        var previous = _member;
        member = _member = None;
        _json.Read();
        if (_json.TokenType != JsonTokenType.PropertyName)
        {
            // Whatever but white space follows, this throws.
            _json.Read();
            return null;
        }

        member = _json.ValueIsEscaped ? FindEscaped() : _names.Find(_json.ValueSpan, previous + 1);
        if (member < 0)
            return $"unknown member '{BarText.Quote(_json.ValueSpan)}'";
        var bit = 1U << member;
        if ((_seen & bit) != 0)
            return $"{_names[member]} is given twice";
        _seen |= bit;
        _member = member;
        _valueStart = (int)_json.BytesConsumed;
        return null;
    }

    /// <summary>Says which of the members <paramref name="required"/> was not there.</summary>
    public readonly string? CheckPresence(uint required) =>
        _names.FirstMissing(required, _seen) is { } name ? $"{name} is missing" : null;

    /// <summary>The member's value, a JSON number, as its text.</summary>
    public string? ReadNumber(out ReadOnlySpan<byte> text)
    {
        var reason = Read(JsonTokenType.Number, "a number");
        text = reason is null ? _json.ValueSpan : default;
        return reason;
    }

    /// <summary>The member's value, a whole number of 64 bits.</summary>
    public string? ReadInteger(out long number)
    {
        number = 0;
        return ReadNumber(out var text)
            ?? (_json.TryGetInt64(out number) ? null : $"{_names[_member]} '{BarText.Quote(text)}' is not a whole number of 64 bits");
    }

    /// <summary>The same, or nothing where the value is null.</summary>
    public string? ReadOptionalInteger(out long? number)
    {
        number = null;
        var ahead = _json;
        ahead.Read();
        if (ahead.TokenType == JsonTokenType.Null)
        {
            _json = ahead;
            return null;
        }

        var reason = ReadInteger(out var given);
        number = given;
        return reason;
    }

    /// <summary>The member's value: microseconds since 1970 in the years 1 to 9999.</summary>
    public string? ReadTime(out EventTime time)
    {
        var reason = ReadInteger(out var microseconds);
        time = new EventTime(microseconds);
        if (reason is null && !StampText.IsInRange(microseconds))
            reason = FormattableString.Invariant($"{_names[_member]} {microseconds} is outside the years 1 to 9999");
        return reason;
    }

    /// <summary>The member's value, a JSON string.</summary>
    public string? ReadText(out string text)
    {
        var reason = Read(JsonTokenType.String, "a string");
        text = reason is null ? _json.GetString()! : "";
        return reason;
    }

    /// <summary>The same, or nothing where the value is null.</summary>
    public string? ReadOptionalText(out string? text)
    {
        text = null;
        var ahead = _json;
        ahead.Read();
        if (ahead.TokenType == JsonTokenType.Null)
        {
            _json = ahead;
            return null;
        }

        var reason = ReadText(out var given);
        text = given;
        return reason;
    }

    /// <summary>The member's value, a JSON string that holds bytes in Base64.</summary>
    public string? ReadBase64(out byte[]? bytes)
    {
        bytes = null;
        return Read(JsonTokenType.String, "a string")
            ?? (_json.TryGetBytesFromBase64(out bytes) ? null : $"{_names[_member]} is not Base64");
    }

    /// <summary>The member's value, a JSON string that is not empty.</summary>
    public string? ReadName(out string text) =>
        ReadText(out text) ?? (text.Length > 0 ? null : $"{_names[_member]} is empty");

    /// <summary>The member's value, a JSON string with an exact decimal number above 0: digits, a point, digits.</summary>
    public string? ReadPositiveDecimal(out Decimal64 number)
    {
        number = default;
        if (Read(JsonTokenType.String, "a string") is { } reason)
            return reason;
        var text = _json.ValueSpan;
        if (!PlainDecimal.Is(text))
            return $"{_names[_member]} '{BarText.Quote(text)}' is not a plain decimal number";
        if (NumberText.TryParse(text, out number) is { } wrong)
            return $"{_names[_member]} '{BarText.Quote(text)}' {wrong}";
        return number.Mantissa > 0 ? null : $"{_names[_member]} {number} is not above 0";
    }

    /// <summary>The member's value, a JSON string with a bar's time stamp.</summary>
    public string? ReadStamp(ZoneClock clock, in BarState previous, out long time)
    {
        time = 0;
        if (Read(JsonTokenType.String, "a string") is { } reason)
            return reason;
        return _json.ValueIsEscaped
            ? ReadEscapedStamp(clock, previous, out time)
            : BarText.TryReadTime(_names[_member], _json.ValueSpan, clock, previous, out time);
    }

    /// <summary>The member's value, an array of pairs <c>["price","quantity"]</c> of plain decimal texts.</summary>
    public string? ReadLevels(out List<DepthLevel> levels)
    {
        levels = [];
        var name = _names[_member];
        if (Read(JsonTokenType.StartArray, "an array") is { } reason)
            return reason;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.StartArray)
                return $"{name} has a level that is not [\"price\",\"quantity\"]";
            if (ReadLevelPart(name, "price", out var price) is { } wrongPrice)
                return wrongPrice;
            if (ReadLevelPart(name, "quantity", out var quantity) is { } wrongQuantity)
                return wrongQuantity;
            _json.Read();
            if (_json.TokenType != JsonTokenType.EndArray)
                return $"{name} has a level that is not [\"price\",\"quantity\"]";
            levels.Add(new DepthLevel(price, quantity));
        }

        return null;
    }

    /// <summary>What is wrong with a value that could not be read to its end.</summary>
    public readonly string Say(Exception error)
    {
        if (error is not JsonException broken)
            return _member >= 0 ? $"{_names[_member]} is not Unicode text" : "a member's name is not Unicode text";
        if (_expected is not null)
        {
            // Such as NaN: the reader knows no such token, its end can be seen all the same.
            var text = _value[_valueStart..].TrimStart(" \t\r\n"u8);
            var end = text.IndexOfAny(ValueEnds);
            if (end > 0 && text[0] != '"')
                return $"{_names[_member]} '{BarText.Quote(text[..end])}' is not {_expected}";
        }

        var start = 0L;
        for (var line = broken.LineNumber ?? 0; line > 0; line--)
            start += _value[(int)start..].IndexOf((byte)'\n') + 1;
        return FormattableString.Invariant($"the value is not JSON from byte {start + (broken.BytePositionInLine ?? 0)} on");
    }

    private string? Read(JsonTokenType type, string expected)
    {
        _expected = expected;
        _json.Read();
        _expected = null;
        return _json.TokenType == type ? null : SayType(expected);
    }

    private string? ReadLevelPart(string name, string part, out Decimal64 number)
    {
        number = default;
        _json.Read();
        if (_json.TokenType != JsonTokenType.String)
            return $"{name} has a level that is not [\"price\",\"quantity\"]";
        if (!PlainDecimal.Is(_json.ValueSpan))
            return $"{name} has the {part} '{BarText.Quote(_json.ValueSpan)}', which is not a plain decimal number";
        return DecimalText.TryParse(_json.ValueSpan, out number)
            ? null
            : $"{name} has the {part} '{BarText.Quote(_json.ValueSpan)}', which has a needless 0, more digits than 64 bits hold or more than 28 decimals";
    }

    private readonly string SayType(string expected)
    {
        var found = _json.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a string",
            JsonTokenType.Number => "a number",
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => "null",
        };
        return $"{_names[_member]} is {found}, not {expected}";
    }

    private readonly int FindEscaped()
    {
        if (_json.ValueSpan.Length > LongestEscaped)
            return None;
        Span<byte> buffer = stackalloc byte[LongestEscaped];
        return _names.Find(buffer[.._json.CopyString(buffer)], None);
    }

    private readonly string? ReadEscapedStamp(ZoneClock clock, in BarState previous, out long time)
    {
        Span<byte> buffer = stackalloc byte[LongestEscaped];
        var text = _json.ValueSpan.Length > LongestEscaped ? _json.ValueSpan : buffer[.._json.CopyString(buffer)];
        return BarText.TryReadTime(_names[_member], text, clock, previous, out time);
    }
}

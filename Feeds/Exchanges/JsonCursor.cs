using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges;

/// <summary>
/// Goes through the JSON of a frame from left to right. Knows just what frames hold: members, texts without escapes,
/// whole numbers, decimal texts and levels; all other values are skipped by the framework's reader. Methods say
/// whether the text is as expected; the first that was not is in <see cref="Reason"/>.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> text)
{
    private const long LastMillisecond = 253_402_300_799_999;
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    /// <summary>Why it did not go on, in one line.</summary>
    public string? Reason { get; private set; }

    /// <summary>Bytes read.</summary>
    public readonly int Position => _at;

    public readonly ReadOnlySpan<byte> Text => _text;

    /// <summary>The next character that is no space; 0 at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Peek()
    {
        if (_at < _text.Length && _text[_at] > ' ')
            return _text[_at];
        return SkipSpace();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(byte expected)
    {
        if (Peek() != expected || expected == 0)
            return false;
        _at++;
        return true;
    }

    public bool Take(byte expected) => TryTake(expected) || Fail($"'{(char)expected}' is expected");

    /// <summary>Goes to the next member of an object whose <c>{</c> was taken.</summary>
    /// <param name="isFirst">Whether it is the first one; false afterwards.</param>
    /// <param name="name">Its name; empty at the object's end, behind which the cursor is then.</param>
    public bool NextMember(ref bool isFirst, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (TryTake((byte)'}'))
            return true;
        if (!isFirst && !Take((byte)','))
            return false;
        isFirst = false;
        if (!ReadText(out name) || !Take((byte)':'))
            return false;
        return !name.IsEmpty || Fail("a member has no name");
    }

    /// <summary>Goes to the next item of an array whose <c>[</c> was taken.</summary>
    /// <param name="isFirst">Whether it is the first one; false afterwards.</param>
    /// <param name="isEnd">Whether there is none, and the array was left.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextItem(ref bool isFirst, out bool isEnd)
    {
        isEnd = TryTake((byte)']');
        if (isEnd)
            return true;
        if (!isFirst && !Take((byte)','))
            return false;
        isFirst = false;
        return true;
    }

    /// <summary>A string without escapes.</summary>
    public bool ReadText(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!Take((byte)'"'))
            return false;
        var rest = _text[_at..];
        var end = rest.IndexOf((byte)'"');
        if (end < 0)
            return Fail("a text has no end");
        value = rest[..end];
        if (value.IndexOfAnyInRange((byte)0, (byte)31) >= 0 || value.Contains((byte)'\\'))
            return Fail("a text has an escape or a control character");
        _at += end + 1;
        return true;
    }

    /// <summary>A whole number of up to 18 digits that is not negative.</summary>
    public bool ReadInteger(out long value)
    {
        value = 0;
        Peek();
        var start = _at;
        for (; _at < _text.Length && char.IsAsciiDigit((char)_text[_at]); _at++)
        {
            if (_at - start == 18)
                return Fail("a number has more than 18 digits");
            value = value * 10 + (_text[_at] - '0');
        }

        return (_at > start && (_text[start] != '0' || _at == start + 1)) || Fail("a whole number is expected");
    }

    /// <summary>A whole number of milliseconds since 1970.</summary>
    public bool ReadMilliseconds(out EventTime time)
    {
        time = default;
        if (!ReadInteger(out var milliseconds))
            return false;
        if (milliseconds > LastMillisecond)
            return Fail("a time is behind the year 9999");
        time = new EventTime(milliseconds * 1000);
        return true;
    }

    /// <summary>A string that holds a whole number.</summary>
    public bool ReadIntegerText(out long value)
    {
        value = 0;
        return ReadText(out var digits)
            && ((Utf8Parser.TryParse(digits, out value, out var length) && length == digits.Length && value >= 0)
                || Fail($"'{BarText.Quote(digits)}' is not a whole number"));
    }

    /// <summary>A string that holds a plain decimal number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ReadDecimal(out Decimal64 value)
    {
        var isRead = ReadDecimal(out var mantissa, out var scale);
        value = new Decimal64(mantissa, scale);
        return isRead;
    }

    /// <summary>A level as the exchange sends it: <c>["price","quantity"</c> and whatever follows up to the <c>]</c>.</summary>
    /// <param name="level">The level.</param>
    /// <param name="time">The third item where it is a text; else empty.</param>
    public bool ReadLevel(out DepthLevel level, out ReadOnlySpan<byte> time)
    {
        level = default;
        time = default;
        if (!Take((byte)'[') || !ReadDecimal(out var price, out var priceScale) || !Take((byte)',')
            || !ReadDecimal(out var quantity, out var quantityScale))
        {
            return false;
        }

        level = DepthLevel.Of(price, priceScale, quantity, quantityScale);
        return TryTake((byte)']') || ReadRestOfLevel(out time);
    }

    /// <summary>Any value.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public bool Skip()
    {
        if (Peek() == 0)
            return Fail("a value is expected");
        var reader = new Utf8JsonReader(_text[_at..]);
        reader.Read();
        reader.Skip();
        _at += (int)reader.BytesConsumed;
        return true;
    }

    /// <summary>Whether the frame ends here.</summary>
    public bool End() => Peek() == 0 && _at == _text.Length || Fail("the frame goes on where it should end");

    public bool Fail(string reason)
    {
        Reason ??= FormattableString.Invariant($"{reason} at byte {_at}");
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ReadDecimal(out long mantissa, out byte scale)
    {
        mantissa = 0;
        scale = 0;
        if (!TryTake((byte)'"'))
            return Fail("a decimal number in quotes is expected");
        var rest = _text[_at..];
        var length = DecimalText.Read(rest, out mantissa, out scale);
        if (length == 0 || length >= rest.Length || rest[length] != '"')
            return Fail("a text is not a plain decimal number of up to 64 bits");
        _at += length + 1;
        return true;
    }

    private bool ReadRestOfLevel(out ReadOnlySpan<byte> time)
    {
        time = default;
        var isFirst = false;
        for (var i = 0; ; i++)
        {
            if (!NextItem(ref isFirst, out var isEnd))
                return false;
            if (isEnd)
                return true;
            if (i == 0 && Peek() == '"' ? !ReadText(out time) : !Skip())
                return false;
        }
    }

    private byte SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            _at++;
        return _at < _text.Length ? _text[_at] : (byte)0;
    }
}

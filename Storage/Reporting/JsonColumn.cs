using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TradeBooks.Storage.Reporting;

/// <summary>
/// Writes a long array of numbers as one JSON value. A report is written once, by a process that has just started, so
/// its tens of thousands of numbers go through code that is fast before the runtime has warmed up: prices on a tick
/// are written as whole numbers with a point, several times faster than the shortest text of a double is found.
/// </summary>
internal sealed class JsonColumn
{
    /// <summary>Longer than any number's text: 29 digits, sign, point; or a double with exponent.</summary>
    private const int LongestNumber = 40;

    /// <summary>Whole numbers below this, and their quotients by a power of ten, are exact.</summary>
    private const double Exact = 9e15;

    private static readonly double[] Powers = [1, 1e2, 1e4, 1e6];

    private byte[] _buffer = new byte[1 << 14];
    private int _length;

    /// <summary>Writes the numbers added so far as an array.</summary>
    public void WriteTo(Utf8JsonWriter json, string property)
    {
        json.WritePropertyName(property);
        if (_length == 0)
            Next();
        _buffer[0] = (byte)'[';
        Reserve();
        _buffer[_length] = (byte)']';
        json.WriteRawValue(_buffer.AsSpan(0, _length + 1), skipInputValidation: true);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(long value)
    {
        Next();
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    public void Add(decimal value)
    {
        Next();
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    public void AddNull()
    {
        Next();
        "null"u8.CopyTo(_buffer.AsSpan(_length));
        _length += 4;
    }

    /// <summary>Text that reads back as the same double; null where it is not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(double value)
    {
        if (!double.IsFinite(value))
        {
            AddNull();
            return;
        }

        Next();
        for (var i = 0; i < Powers.Length; i++)
        {
            // Division of exact numbers rounds as parsing the text does: equal here is equal when read back.
            var scaled = Math.Round(value * Powers[i]);
            if (Math.Abs(scaled) >= Exact)
                break;
            if (scaled / Powers[i] != value)
                continue;
            AddFixed((long)scaled, 2 * i);
            return;
        }

        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddFixed(long scaled, int decimals)
    {
        var digits = (ulong)Math.Abs(scaled);
        if (scaled < 0)
            _buffer[_length++] = (byte)'-';
        while (decimals > 0 && digits % 10 == 0)
        {
            digits /= 10;
            decimals--;
        }

        Span<byte> text = stackalloc byte[24];
        var at = text.Length;
        for (var i = 0; i <= decimals || digits > 0; i++)
        {
            if (i == decimals && i > 0)
                text[--at] = (byte)'.';
            text[--at] = (byte)('0' + (digits % 10));
            digits /= 10;
        }

        text[at..].CopyTo(_buffer.AsSpan(_length));
        _length += text.Length - at;
    }

    /// <summary>A comma (the first one becomes the bracket) and room for a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Next()
    {
        Reserve();
        _buffer[_length++] = (byte)',';
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve()
    {
        if (_buffer.Length - _length < LongestNumber)
            Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}

using System.Globalization;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Csv;

/// <summary>Reads one row in any of the accepted forms, or says why it is no bar. Complete rather than fast.</summary>
/// <param name="layout">Columns of the file.</param>
/// <param name="clock">Zone and label of its time stamps.</param>
internal sealed class RowReader(CsvLayout layout, ZoneClock clock)
{
    /// <param name="line">The row without its line end.</param>
    /// <param name="previous">The last good bar.</param>
    /// <param name="bar">The bar, where there is one.</param>
    /// <param name="isChangeComputed">Whether the row gave no % change of its own.</param>
    /// <param name="fault">In which way the row is bad, where it is.</param>
    /// <returns>Null, or why the row is no bar.</returns>
    public string? TryRead(
        ReadOnlySpan<byte> line, in BarState previous, out Bar bar, out bool isChangeComputed, out RowFault fault)
    {
        bar = default;
        fault = RowFault.Invalid;
        isChangeComputed = false;
        Span<Range> fields = layout.ColumnCount <= 64 ? stackalloc Range[layout.ColumnCount] : new Range[layout.ColumnCount];
        if (Split(line, fields) is { } reason)
            return reason;
        reason = BarText.TryReadTime("time", Field(line, fields[layout.Time]), clock, previous, out var time);
        if (reason is not null)
            return reason;

        Span<Decimal64> prices = stackalloc Decimal64[4];
        ReadOnlySpan<int> columns = [layout.Open, layout.High, layout.Low, layout.Close];
        for (var i = 0; i < 4; i++)
        {
            reason = BarText.TryReadPrice(i, Field(line, fields[columns[i]]), out prices[i]);
            if (reason is not null)
                return reason;
        }

        Decimal64? volume = null;
        if (layout.Volume >= 0)
        {
            reason = BarText.TryReadVolume(Field(line, fields[layout.Volume]), out var quantity);
            if (reason is not null)
                return reason;
            volume = quantity;
        }

        Span<long> mantissas = stackalloc long[4];
        reason = BarText.TryAlign(prices, mantissas, out var scale);
        if (reason is not null)
            return reason;
        var change = layout.PercentChange < 0 ? default : Field(line, fields[layout.PercentChange]);
        isChangeComputed = change.IsEmpty;
        Decimal64 percentChange = default;
        if (!isChangeComputed && BarText.TryReadPercentChange(change, out percentChange) is { } badChange)
            return badChange;

        // From here on the bar before matters. A row that is bad by itself is so for the same reason wherever a
        // piece of the file begins.
        if (previous.IsKnown && time <= previous.Time)
        {
            fault = time == previous.Time ? RowFault.Duplicate : RowFault.OutOfOrder;
            return fault == RowFault.Duplicate
                ? $"duplicate time {new EventTime(time)}"
                : $"time {new EventTime(time)} is before {new EventTime(previous.Time)}, the bar before it";
        }

        if (isChangeComputed)
        {
            if (!PercentChange.TryCompute(mantissas[3], scale, previous, out var mantissa))
                return "% change against the previous bar has more than 18 digits";
            percentChange = new Decimal64(mantissa, PercentChange.Scale);
        }

        bar = new Bar(
            new EventTime(time), mantissas[0], mantissas[1], mantissas[2], mantissas[3], scale, percentChange, volume);
        return null;
    }

    /// <summary>The time alone, as far as the row has one.</summary>
    public bool TryReadTimeOnly(ReadOnlySpan<byte> line, in BarState previous, out long time)
    {
        time = 0;
        Span<Range> fields = layout.ColumnCount <= 64 ? stackalloc Range[layout.ColumnCount] : new Range[layout.ColumnCount];
        return Split(line, fields) is null
            && BarText.TryReadTime("time", Field(line, fields[layout.Time]), clock, previous, out time) is null;
    }

    private static string? Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var count = 0;
        var start = 0;
        while (true)
        {
            var end = start;
            var quoted = false;
            while (end < line.Length && (quoted || line[end] != ','))
            {
                if (line[end] == '"')
                    quoted = !quoted;
                end++;
            }

            if (quoted)
                return "a quote is not closed";
            if (count < fields.Length)
                fields[count] = start..end;
            count++;
            if (end == line.Length)
                break;
            start = end + 1;
        }

        return count == fields.Length ? null : string.Create(
            CultureInfo.InvariantCulture, $"{count} columns where the header has {fields.Length}");
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, Range range)
    {
        var field = line[range].Trim(" \t"u8);
        return field.Length > 1 && field[0] == '"' && field[^1] == '"' ? field[1..^1].Trim(" \t"u8) : field;
    }
}

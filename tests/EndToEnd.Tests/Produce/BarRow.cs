using System.Globalization;
using System.Text.Json;

namespace TradeBooks.EndToEnd.Tests.Produce;

/// <summary>A bar as a file has it and as a record has it, so that the two can be compared; numbers by their value.</summary>
internal sealed record BarRow(string Symbol, string Time, decimal Open, decimal High, decimal Low, decimal Close, decimal Change)
{
    /// <summary>The rows of some symbols' files, in the order of time and inside one time of the symbols.</summary>
    public static List<BarRow> Read(string folder, params IEnumerable<string> symbols) =>
    [
        .. symbols.Order(StringComparer.Ordinal)
            .SelectMany(symbol => File.ReadLines(Path.Combine(folder, symbol + ".csv")).Skip(1).Select(line => OfLine(symbol, line)))
            .OrderBy(row => row.Time, StringComparer.Ordinal),
    ];

    /// <summary>The bar that a record's value holds.</summary>
    public static BarRow OfValue(string symbol, byte[] value)
    {
        using var document = JsonDocument.Parse(value);
        var root = document.RootElement;
        return new BarRow(
            symbol, root.GetProperty("datetime").GetString()!, Number("open"), Number("high"), Number("low"), Number("close"), Number("% change"));

        decimal Number(string name) => root.GetProperty(name).GetDecimal();
    }

    private static BarRow OfLine(string symbol, string line)
    {
        var fields = line.Split(',');
        return new BarRow(symbol, fields[0], Number(1), Number(2), Number(3), Number(4), Number(5));

        decimal Number(int field) => decimal.Parse(fields[field], NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}

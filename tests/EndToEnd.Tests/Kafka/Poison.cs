using System.Text;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>A record that is no bar.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Key">Its key; null for none.</param>
/// <param name="Value">Its value; null for none.</param>
/// <param name="Reason">Part of what is to be said about it.</param>
internal sealed record Poison(string Name, byte[]? Key, byte[]? Value, string Reason)
{
    private const string Good = """{"datetime":"2025-03-05 14:30:30","open":10.0,"high":11,"low":9,"close":10,"% change":0}""";

    /// <summary>Every kind, for the topic of a symbol.</summary>
    public static Poison[] All(string symbol) =>
    [
        Of("cut off", symbol, Good[..50], "JSON"),
        Of("no JSON", symbol, "hello", "JSON"),
        Of("an array", symbol, $"[{Good}]", "object"),
        Of("a bar and more", symbol, Good + Good, "JSON"),
        Of("text for a price", symbol, Good.Replace("10.0", "\"10.0\"", StringComparison.Ordinal), "open"),
        Of("a number for the time", symbol, Good.Replace("\"2025-03-05 14:30:30\"", "1741185030", StringComparison.Ordinal), "datetime"),
        Of("null for a price", symbol, Good.Replace("10.0", "null", StringComparison.Ordinal), "open"),
        Of("NaN", symbol, Good.Replace("10.0", "NaN", StringComparison.Ordinal), "open 'NaN' is not a number"),
        Of("NaN as text", symbol, Good.Replace("10.0", "\"NaN\"", StringComparison.Ordinal), "open"),
        Of("a missing field", symbol, Good.Replace("\"close\":10,", "", StringComparison.Ordinal), "close"),
        Of("a future field", symbol, Good.Replace("}", ",\"vwap\":10.1}", StringComparison.Ordinal), "vwap"),
        Of("a field twice", symbol, Good.Replace("}", ",\"open\":10}", StringComparison.Ordinal), "open"),
        Of("a huge number", symbol, Good.Replace("10.0", "1e400", StringComparison.Ordinal), "open"),
        Of("a number of many digits", symbol, Good.Replace("10.0", "10.000000000000000000001", StringComparison.Ordinal), "open"),
        Of("a negative price", symbol, Good.Replace("10.0", "-10", StringComparison.Ordinal), "open"),
        Of("no time", symbol, Good.Replace("2025-03-05 14:30:30", "soon", StringComparison.Ordinal), "datetime"),
        Of("a bar out of its bounds", symbol, Good.Replace("11", "9.5", StringComparison.Ordinal), "high"),
        Of("a huge value", symbol, Good + new string(' ', 900_000), "900"),
        Of("an empty value", symbol, "", "empty"),
        new("no value", Encoding.UTF8.GetBytes(symbol), null, "empty"),
        new("invalid UTF-8", Encoding.UTF8.GetBytes(symbol), [.. "{\"datetime\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8], "datetime"),
        new("no key", null, Encoding.UTF8.GetBytes(Good), "key"),
        Of("an empty key", "", Good, "key"),
        Of("another's key", "OTHER", Good, "OTHER"),
        Of("a key in the wrong case", symbol.ToLowerInvariant(), Good, symbol.ToLowerInvariant()),
        new("a key of invalid UTF-8", [0xC3, 0x28, 0xFF], Encoding.UTF8.GetBytes(Good), "key"),
    ];

    private static Poison Of(string name, string key, string value, string reason) =>
        new(name, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value), reason);
}

using System.Text.Json;

namespace TradeBooks.Feeds.Kafka;

/// <summary>Reads a file that is one JSON object of symbols and numbers: <c>{"btcusdt":0,"apeusdt":1}</c>.</summary>
internal static class SymbolObject
{
    /// <summary>Takes a number's text; null, or what is wrong with it.</summary>
    public delegate string? TryTake(string symbol, ReadOnlySpan<byte> number);

    /// <param name="path">The file.</param>
    /// <param name="take">Called for each symbol, in the file's order; no symbol comes twice.</param>
    /// <exception cref="FeedException">
    /// The file can't be read, is no such object, is empty, or has a symbol that is empty, given twice or without a
    /// number that <paramref name="take"/> accepts; the message names file and symbol.
    /// </exception>
    public static void Read(string path, TryTake take)
    {
        ReadOnlySpan<byte> text = ReadAllBytes(path);
        if (text.StartsWith("\uFEFF"u8))
            text = text["\uFEFF"u8.Length..];
        var json = new Utf8JsonReader(text);
        try
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
                throw new FeedException(path, "is not a JSON object");
            ReadMembers(path, ref json, take);
            // Whatever but white space follows, this throws.
            json.Read();
        }
        catch (JsonException e)
        {
            throw new FeedException(
                path, FormattableString.Invariant($"is not JSON from line {e.LineNumber + 1}, byte {e.BytePositionInLine} on"), e);
        }
        catch (InvalidOperationException e)
        {
            throw new FeedException(path, "has a symbol that is not Unicode text", e);
        }
    }

    public static byte[] ReadAllBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FeedException(path, "there is no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FeedException(path, $"can't be read: {e.Message}", e);
        }
    }

    private static void ReadMembers(string path, ref Utf8JsonReader json, TryTake take)
    {
        var symbols = new HashSet<string>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var symbol = json.GetString()!;
            if (string.IsNullOrWhiteSpace(symbol))
                throw new FeedException(path, "has an empty symbol");
            if (!symbols.Add(symbol))
                throw new FeedException(path, $"has symbol {BarText.Quote(symbol)} twice");
            json.Read();
            var wrong = json.TokenType == JsonTokenType.Number ? take(symbol, json.ValueSpan) : "is not a number";
            if (wrong is not null)
                throw new FeedException(path, $"symbol {BarText.Quote(symbol)}: {Show(json)} {wrong}");
        }

        if (symbols.Count == 0)
            throw new FeedException(path, "has no symbol");
    }

    private static string Show(in Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        _ => $"'{BarText.Quote(json.ValueSpan)}'",
    };
}

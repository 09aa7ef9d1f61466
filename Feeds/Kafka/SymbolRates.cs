using System.Text;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// How many records of each symbol are expected, relative to the others: <c>A=120,B=30</c>, a JSON file
/// <c>{"A":120,"B":30}</c>, or a CSV file of <c>symbol,rate</c> rows, with or without that header.
/// </summary>
public static class SymbolRates
{
    private const string Header = "symbol,rate";

    /// <summary>Reads a file; one that ends in <c>.json</c> is JSON, any other CSV.</summary>
    /// <exception cref="FeedException">
    /// It can't be read, has no symbol or one twice, or a rate that is not a number above 0 and up to
    /// <see cref="PartitionPlanner.MaxRate"/>. The message names file and symbol or line.
    /// </exception>
    public static IReadOnlyDictionary<string, decimal> Read(string path)
    {
        var rates = new Dictionary<string, decimal>(StringComparer.Ordinal);
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            SymbolObject.Read(path, (symbol, number) =>
            {
                var reason = TryParse(number, out var rate);
                rates.Add(symbol, rate);
                return reason;
            });
            return rates;
        }

        var lines = Encoding.UTF8.GetString(SymbolObject.ReadAllBytes(path)).TrimStart('\uFEFF').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || i == 0 && line.Replace(" ", "", StringComparison.Ordinal).Equals(Header, StringComparison.OrdinalIgnoreCase))
                continue;
            if (TryAdd(rates, line, ',') is { } reason)
                throw new FeedException(path, FormattableString.Invariant($"line {i + 1}: {reason}"));
        }

        return rates.Count > 0 ? rates : throw new FeedException(path, "has no symbol");
    }

    /// <summary>Reads <c>A=120</c> texts.</summary>
    /// <param name="pairs">The texts.</param>
    /// <param name="rates">Rate by symbol, of all up to the first that is wrong.</param>
    /// <returns>Null, or what is wrong in one line.</returns>
    public static string? TryParse(IEnumerable<string> pairs, out IReadOnlyDictionary<string, decimal> rates)
    {
        var read = new Dictionary<string, decimal>(StringComparer.Ordinal);
        rates = read;
        return pairs.Select(pair => TryAdd(read, pair, '=')).FirstOrDefault(reason => reason is not null);
    }

    private static string? TryAdd(Dictionary<string, decimal> rates, string pair, char separator)
    {
        var at = pair.LastIndexOf(separator);
        if (at < 0)
            return $"'{BarText.Quote(pair)}' is not symbol{separator}rate";
        var symbol = pair[..at].Trim();
        if (symbol.Length == 0)
            return "the symbol is empty";
        var text = pair[(at + 1)..].Trim();
        if (TryParse(Encoding.UTF8.GetBytes(text), out var rate) is { } reason)
            return $"symbol {BarText.Quote(symbol)}: '{BarText.Quote(text)}' {reason}";
        return rates.TryAdd(symbol, rate) ? null : $"symbol {BarText.Quote(symbol)} is given twice";
    }

    private static string? TryParse(ReadOnlySpan<byte> text, out decimal rate)
    {
        var reason = NumberText.TryParse(text, out var number);
        rate = number.ToDecimal();
        if (reason is null && (number <= Decimal64.Zero || rate > PartitionPlanner.MaxRate))
            reason = FormattableString.Invariant($"is not above 0 and up to {PartitionPlanner.MaxRate:0}");
        return reason;
    }
}

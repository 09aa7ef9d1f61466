using System.IO.Compression;
using System.Text;
using System.Text.Json;
using TradeBooks.Tests;

namespace TradeBooks.EndToEnd.Tests.Replay;

/// <summary>What Kraken says over REST of one market: its trades as frames of its stream, and its own bars of them.</summary>
internal static class KrakenTrades
{
    private const string Pair = "XBTUSDT";

    /// <summary>Writes the trades, one a frame, as recorded frames in the format hftbacktest.</summary>
    /// <returns>Seconds since 1970 of the first and the last.</returns>
    public static (decimal First, decimal Last) WriteFrames(string file)
    {
        using var trades = Read("nautilus_http_trades.json.gz");
        using var writer = new StreamWriter(file, append: false, new UTF8Encoding(false));
        var (first, last) = (decimal.MaxValue, 0m);
        foreach (var row in trades.RootElement.GetProperty("result").GetProperty(Pair).EnumerateArray())
        {
            // To the microsecond, as the stream sends it.
            var seconds = Math.Floor(row[2].GetDecimal() * 1_000_000) / 1_000_000;
            (first, last) = (Math.Min(first, seconds), Math.Max(last, seconds));
            writer.Write(FormattableString.Invariant(
                $"{seconds * 1_000_000_000:0} [337,[[\"{row[0].GetString()}\",\"{row[1].GetString()}\",\"{seconds:0.000000}\",\"{row[3].GetString()}\",\"{row[4].GetString()}\",\"\"]],\"trade\",\"XBT/USDT\"]\n"));
        }

        return (first, last);
    }

    /// <summary>The exchange's bars with trades: start in seconds, open, high, low, close, volume.</summary>
    public static List<(long Start, decimal[] Values)> ReadBars()
    {
        using var bars = Read("nautilus_http_ohlc.json.gz");
        return
        [
            .. bars.RootElement.GetProperty("result").GetProperty(Pair).EnumerateArray().Where(row => row[7].GetInt64() > 0)
                .Select(row => (row[0].GetInt64(), new[] { row[1], row[2], row[3], row[4], row[6] }.Select(Number).ToArray())),
        ];
    }

    private static decimal Number(JsonElement text) => decimal.Parse(text.GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static JsonDocument Read(string file)
    {
        using var stream = new GZipStream(File.OpenRead(SharedData.Path("book/kraken/" + file)), CompressionMode.Decompress);
        return JsonDocument.Parse(stream);
    }
}

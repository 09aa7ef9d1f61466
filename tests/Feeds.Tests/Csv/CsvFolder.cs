using System.Globalization;
using System.IO.Compression;
using System.Text;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Tests.Csv;

/// <summary>A directory of CSV files for one test.</summary>
internal sealed class CsvFolder : IDisposable
{
    public const string Header = "datetime,open,high,low,close,% change\n";

    public string Path { get; } = Directory.CreateTempSubdirectory("tradebooks-csv-").FullName;

    public static CsvFolder With(string text, string symbol = "AAPL")
    {
        var folder = new CsvFolder();
        folder.Write(symbol + ".csv", Encoding.UTF8.GetBytes(text));
        return folder;
    }

    /// <summary>A canonical file of <paramref name="rows"/> plus the header.</summary>
    public static CsvFolder WithRows(params string[] rows) => With(Header + string.Join('\n', rows) + "\n");

    public static byte[] Pack(byte[] bytes, CompressionLevel level = CompressionLevel.Fastest)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public CsvFolder Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Path, name), bytes);
        return this;
    }

    public CsvBarFeedSet Open(CsvBarFeedOptions? options = null) =>
        CsvBarFeedSet.Open(Path, CsvBarFeedSet.FindSymbols(Path), options ?? new CsvBarFeedOptions { Workers = 0 });

    public Reading Read(CsvBarFeedOptions? options = null)
    {
        using var set = Open(options);
        return Reading.Of(Assert.Single(set.Feeds));
    }

    /// <summary>The only bar of a file with one row.</summary>
    public static Bar ReadOne(string text, CsvBarFeedOptions? options = null)
    {
        using var folder = With(text);
        var reading = folder.Read(options);
        Assert.Null(reading.Error);
        return Assert.Single(reading.Events).Bar;
    }

    /// <summary>Why the only row of a file is bad.</summary>
    public static string ReasonOf(string text, CsvBarFeedOptions? options = null)
    {
        using var folder = With(text);
        return Assert.IsType<BadRowException>(folder.Read(options).Error).Reason;
    }

    public static EventTime Utc(string text) =>
        EventTime.FromUtc(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

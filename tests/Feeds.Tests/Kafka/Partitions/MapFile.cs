using System.Text;

namespace TradeBooks.Feeds.Tests.Kafka.Partitions;

/// <summary>A file in a folder of its own.</summary>
internal sealed class MapFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradebooks-map-");

    public MapFile(string text, string name = "binance-config.json")
    {
        Path = System.IO.Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(Path, Encoding.Latin1.GetBytes(text));
    }

    public string Path { get; }

    /// <summary>Names of all files in the folder.</summary>
    public IEnumerable<string?> Names => Directory.EnumerateFileSystemEntries(_folder.FullName).Select(System.IO.Path.GetFileName);

    public void Dispose() => _folder.Delete(recursive: true);
}

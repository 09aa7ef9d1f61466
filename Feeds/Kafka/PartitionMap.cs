using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Which partition of an exchange's topics carries which symbol: a file <c>&lt;exchange&gt;-config.json</c> with
/// <c>{"btcusdt":0,"apeusdt":1}</c>. Symbols are compared exactly, their case too: they are the keys of the records.
/// Immutable.
/// </summary>
public sealed class PartitionMap
{
    /// <summary>What a map's file name ends with, after the exchange.</summary>
    public const string FileSuffix = "-config.json";

    // One more is the count, which has to be a number too.
    private const int LastPartition = int.MaxValue - 1;

    private readonly SortedDictionary<string, int> _partitions = new(StringComparer.Ordinal);

    /// <param name="file">File that the map is from or for, as messages name it; gives <see cref="Name"/>.</param>
    /// <param name="partitions">At least one symbol.</param>
    /// <exception cref="FeedException">
    /// There is no symbol, or one is empty or given twice or has a negative partition; the message names file and symbol.
    /// </exception>
    public PartitionMap(string file, IEnumerable<KeyValuePair<string, int>> partitions)
    {
        File = file;
        foreach (var (symbol, partition) in partitions)
        {
            if (string.IsNullOrWhiteSpace(symbol))
                throw new FeedException(file, "has an empty symbol");
            if (!_partitions.TryAdd(symbol, partition))
                throw new FeedException(file, $"has symbol {symbol} twice");
            if (partition is < 0 or > LastPartition)
                throw new FeedException(file, FormattableString.Invariant($"symbol {symbol}: '{partition}' is not a partition"));
            Count = Math.Max(Count, partition + 1);
        }

        if (_partitions.Count == 0)
            throw new FeedException(file, "has no symbol");
    }

    /// <summary>File that the map is from or for, as messages name it.</summary>
    public string File { get; }

    /// <summary>The exchange: the file's name without <c>-config.json</c>, or without its extension where it ends otherwise.</summary>
    public string Name => Path.GetFileName(File) is var name && name.EndsWith(FileSuffix, StringComparison.Ordinal)
        ? name[..^FileSuffix.Length]
        : Path.GetFileNameWithoutExtension(name);

    /// <summary>How many partitions a topic needs: the largest + 1.</summary>
    public int Count { get; }

    /// <summary>Partition by symbol, in ordinal order of the symbols.</summary>
    public IReadOnlyDictionary<string, int> Partitions => _partitions;

    /// <summary>Reads a map.</summary>
    /// <exception cref="FeedException">
    /// The file can't be read, is not one JSON object of symbols and whole numbers from 0 on, has a symbol twice, an
    /// empty one or none at all. The message names file and symbol.
    /// </exception>
    public static PartitionMap Read(string path)
    {
        var partitions = new List<KeyValuePair<string, int>>();
        SymbolObject.Read(path, (symbol, number) =>
        {
            // The digits alone: 1.0 and 1e0 are whole numbers, but nobody means them.
            if (!Utf8Parser.TryParse(number, out int partition, out var length) || length != number.Length
                || number[0] == '-' || partition > LastPartition)
            {
                return "is not a partition: a whole number from 0 on";
            }

            partitions.Add(new(symbol, partition));
            return null;
        });
        return new PartitionMap(path, partitions);
    }

    /// <summary>The partition that carries a symbol.</summary>
    /// <exception cref="FeedException">The map lacks the symbol; the message names file and symbol.</exception>
    public int PartitionOf(string symbol)
    {
        if (_partitions.TryGetValue(symbol, out var partition))
            return partition;
        var other = _partitions.Keys.FirstOrDefault(known => string.Equals(known, symbol, StringComparison.OrdinalIgnoreCase));
        throw new FeedException(File, other is null
            ? $"symbol {symbol} is missing"
            : $"symbol {symbol} is missing; it has {other}, and the case of symbols counts");
    }

    /// <summary>The partitions that carry these symbols, each once, in ascending order.</summary>
    /// <exception cref="FeedException">The map lacks one of them; the message names file and symbol.</exception>
    public int[] PartitionsOf(IEnumerable<string> symbols) => [.. symbols.Select(PartitionOf).Distinct().Order()];

    /// <summary>Checks that this map and another of the same exchange agree: what both have is on the same partition.</summary>
    /// <exception cref="FeedException">They do not; the message names both files and the first such symbol.</exception>
    public void RequireSame(PartitionMap other)
    {
        foreach (var (symbol, partition) in _partitions)
        {
            if (other._partitions.TryGetValue(symbol, out var otherwise) && otherwise != partition)
            {
                throw new FeedException(File, FormattableString.Invariant(
                    $"symbol {symbol} is on partition {partition}, but in {other.File} on partition {otherwise}"));
            }
        }
    }

    /// <summary>Checks that a topic has every partition of the map.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="available">Its number of partitions.</param>
    /// <exception cref="FeedException">
    /// It does not; the message names file, topic, partition and the first symbol that is on one.
    /// </exception>
    public void RequirePartitions(string topic, int available)
    {
        if (FindMissingPartitions(topic, available).FirstOrDefault() is { } missing)
            throw new FeedException(File, missing);
    }

    /// <summary>Says for each symbol whose partition a topic lacks which one that is, without the file's name.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="available">Its number of partitions.</param>
    public IEnumerable<string> FindMissingPartitions(string topic, int available) => _partitions
        .Where(entry => entry.Value >= available)
        .Select(entry => FormattableString.Invariant(
            $"symbol {entry.Key} is on partition {entry.Value}, but topic {topic} has only {available}"));

    /// <summary>Writes the map in one step: readers see the old file or the new one. One symbol a line, in ordinal order.</summary>
    /// <exception cref="IOException">It can't be written; the message names the file.</exception>
    public void Write(string path)
    {
        var temporary = path + ".tmp";
        try
        {
            System.IO.File.WriteAllBytes(temporary, ToUtf8());
            System.IO.File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (System.IO.File.Exists(temporary))
                System.IO.File.Delete(temporary);
            throw new IOException($"{path} can't be written: {e.Message}", e);
        }
    }

    private byte[] ToUtf8()
    {
        var lines = _partitions.Select(entry =>
            FormattableString.Invariant($"  {Quoted(entry.Key)}: {entry.Value}"));
        return Encoding.UTF8.GetBytes("{\n" + string.Join(",\n", lines) + "\n}\n");
    }

    private static string Quoted(string symbol) => $"\"{JsonEncodedText.Encode(symbol, MessageJson.Encoder)}\"";
}

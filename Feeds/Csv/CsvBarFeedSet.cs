namespace TradeBooks.Feeds.Csv;

/// <summary>The bars of several symbols, each from <c>SYMBOL.csv</c> or <c>SYMBOL.csv.gz</c> in one directory.</summary>
public sealed class CsvBarFeedSet : IDisposable
{
    internal const string Extension = ".csv";
    internal const string PackedExtension = ".csv.gz";

    private const int SmallestChunk = 16 * 1024;
    private const int LargestChunk = 128 * 1024;

    // Text that all symbols together hold at a time, as far as the smallest piece allows.
    private const int TextBudget = 8 * 1024 * 1024;

    // Below this, starting a thread costs more than it saves.
    private const long SmallFiles = 512 * 1024;

    private const int MostWorkers = 3;

    private readonly ChunkQueue _queue;

    private CsvBarFeedSet(IReadOnlyList<CsvBarFeed> feeds, ChunkQueue queue)
    {
        Feeds = feeds;
        _queue = queue;
    }

    /// <summary>One feed per symbol, in ordinal order of the symbols.</summary>
    public IReadOnlyList<CsvBarFeed> Feeds { get; }

    /// <summary>The symbols that a directory has files for, in ordinal order.</summary>
    /// <exception cref="FeedException">The directory does not exist, has no such file, or a symbol twice.</exception>
    public static IReadOnlyList<string> FindSymbols(string directory)
    {
        if (!Directory.Exists(directory))
            throw new FeedException(directory, "there is no such directory");
        var symbols = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(directory))
        {
            var name = Path.GetFileName(path);
            var extension = name.EndsWith(PackedExtension, StringComparison.Ordinal) ? PackedExtension : Extension;
            if (!name.EndsWith(extension, StringComparison.Ordinal) || name.Length == extension.Length)
                continue;
            if (!symbols.Add(name[..^extension.Length]))
                throw Twice(directory, name[..^extension.Length]);
        }

        return symbols.Count > 0 ? [.. symbols] : throw new FeedException(
            directory, $"the directory has no file SYMBOL{Extension} or SYMBOL{PackedExtension}");
    }

    /// <summary>Opens the files of the symbols and reads their headers.</summary>
    /// <exception cref="FeedException">
    /// No symbol is given, one is given twice, has no file or two, or a file's header is not that of bars.
    /// </exception>
    /// <exception cref="ArgumentException">An option has an impossible value.</exception>
    public static CsvBarFeedSet Open(string directory, IEnumerable<string> symbols, CsvBarFeedOptions? options = null)
    {
        options ??= new CsvBarFeedOptions();
        Check(options);
        var sorted = symbols.Order(StringComparer.Ordinal).ToList();
        if (sorted.Count == 0)
            throw new FeedException(directory, "no symbol is given");
        var paths = new List<string>(sorted.Count);
        for (var i = 0; i < sorted.Count; i++)
        {
            if (i > 0 && sorted[i] == sorted[i - 1])
                throw new FeedException(directory, $"symbol '{sorted[i]}' is given twice");
            paths.Add(FindFile(directory, sorted[i]));
        }

        var chunkLength = options.ChunkBytes > 0
            ? options.ChunkBytes
            : Math.Clamp(TextBudget / sorted.Count, SmallestChunk, LargestChunk);
        var files = new List<CsvFile>(sorted.Count);
        try
        {
            for (var i = 0; i < sorted.Count; i++)
            {
                options.StartAfter.TryGetValue(sorted[i], out var resumeAfter);
                files.Add(CsvFile.Open(paths[i], options, resumeAfter, chunkLength));
            }
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }

        var queue = new ChunkQueue(options.Workers >= 0 ? options.Workers : UsualWorkers(paths));
        return new CsvBarFeedSet(
            [.. sorted.Select((symbol, i) => new CsvBarFeed(symbol, files[i], queue, options))], queue);
    }

    /// <summary>Opens one file of any name, with the name for a symbol, and reads it on the consumer's thread alone.</summary>
    /// <exception cref="FeedException">It cannot be opened or its header is not that of bars.</exception>
    internal static CsvBarFeedSet OpenFile(string path, CsvBarFeedOptions options)
    {
        Check(options);
        var file = CsvFile.Open(path, options, null, LargestChunk);
        var queue = new ChunkQueue(0);
        return new CsvBarFeedSet([new CsvBarFeed(Path.GetFileName(path), file, queue, options)], queue);
    }

    /// <summary>Ends the threads and closes the files.</summary>
    public void Dispose()
    {
        _queue.Dispose();
        foreach (var feed in Feeds)
            feed.Close();
    }

    private static void Check(CsvBarFeedOptions options)
    {
        if (options.Interval is { } interval && interval <= TimeSpan.Zero)
            throw new ArgumentException($"Interval {interval} is not above 0", nameof(options));
        if (options.ChunkBytes is < 0 or > ChunkReader.LongestLine)
        {
            throw new ArgumentException(
                $"ChunkBytes {options.ChunkBytes} is not within 0 to {ChunkReader.LongestLine}", nameof(options));
        }

        if (options.Workers is < -1 or > 64)
            throw new ArgumentException($"Workers {options.Workers} is not within -1 to 64", nameof(options));
    }

    private static string FindFile(string directory, string symbol)
    {
        if (symbol.Length == 0 || symbol != Path.GetFileName(symbol))
            throw new FeedException(directory, $"symbol '{symbol}' cannot be a file's name");
        var plain = Path.Combine(directory, symbol + Extension);
        var packed = Path.Combine(directory, symbol + PackedExtension);
        var hasPlain = File.Exists(plain);
        if (hasPlain && File.Exists(packed))
            throw Twice(directory, symbol);
        return hasPlain ? plain : File.Exists(packed) ? packed : throw new FeedException(
            directory, $"there is neither {symbol}{Extension} nor {symbol}{PackedExtension}");
    }

    private static FeedException Twice(string directory, string symbol) => new(
        directory, $"there are both {symbol}{Extension} and {symbol}{PackedExtension}: keep one");

    private static int UsualWorkers(List<string> paths) =>
        paths.Sum(path => new FileInfo(path).Length) < SmallFiles
            ? 0
            : Math.Clamp(Environment.ProcessorCount - 1, 0, MostWorkers);
}

using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Cli.Output;

/// <summary>
/// Bars as files that <c>backtest</c> reads: one file for the only symbol, where a name that ends in <c>.csv</c> is given,
/// else <c>SYMBOL.csv</c> for each in a folder. The files are there when they are complete.
/// </summary>
internal sealed class BarFiles : IDisposable
{
    private const string Extension = ".csv";
    private const string Unfinished = ".tmp";

    private readonly string _path;
    private readonly Dictionary<string, (string Path, BarFileWriter Writer)> _files = new(StringComparer.Ordinal);
    private readonly (string Path, BarFileWriter Writer)? _only;

    /// <param name="path">File or folder; folders that are missing are made.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public BarFiles(string path)
    {
        _path = path;
        if (path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            _only = Open(Path.GetFullPath(path));
        else
            Try(() => Directory.CreateDirectory(path));
    }

    /// <exception cref="SettingException">One file is named, and there is a second symbol.</exception>
    /// <exception cref="IOException">A file can't be written.</exception>
    public void Write(string symbol, Bar bar)
    {
        if (!_files.TryGetValue(symbol, out var file))
            file = Add(symbol);
        file.Writer.Write(bar);
    }

    /// <summary>Puts the files in their places; one that is named is there without a bar, too.</summary>
    public void Complete()
    {
        foreach (var (target, writer) in All)
        {
            writer.Complete();
            File.Move(target + Unfinished, target, overwrite: true);
        }
    }

    public void Dispose()
    {
        foreach (var (target, writer) in All)
        {
            writer.Dispose();
            File.Delete(target + Unfinished);
        }
    }

    private IEnumerable<(string Path, BarFileWriter Writer)> All => _only is { } only ? [only] : _files.Values;

    private (string Path, BarFileWriter Writer) Add(string symbol)
    {
        if (_only is not null && _files.Count > 0)
        {
            throw new SettingException(
                $"--bars-out {_path}: there are trades of {_files.Keys.Single()} and {symbol}; name a folder, which gets a file for each");
        }

        // XBT/USD is XBT-USD.csv: a name must not lead into another folder.
        var file = _only ?? Open(Path.Combine(_path, symbol.Replace('/', '-') + Extension));
        _files.Add(symbol, file);
        return file;
    }

    private (string Path, BarFileWriter Writer) Open(string target) => Try(() =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        return (target, new BarFileWriter(target + Unfinished));
    });

    private T Try<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"--bars-out {_path}: {e.Message}", e);
        }
    }
}

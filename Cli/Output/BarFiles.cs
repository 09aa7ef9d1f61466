using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Cli.Output;

/// <summary>
/// Bars as files that <c>backtest</c> reads: one file for the only symbol, where a name that ends in <c>.csv</c> is given,
/// else <c>SYMBOL.csv</c> for each in a folder. The files are there when they are complete.
/// </summary>
internal sealed class BarFiles(string path) : IDisposable
{
    private const string Extension = ".csv";
    private const string Unfinished = ".tmp";

    private readonly Dictionary<string, (string Path, BarFileWriter Writer)> _files = new(StringComparer.Ordinal);
    private readonly bool _isFile = path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="SettingException">One file is named, and there is a second symbol.</exception>
    /// <exception cref="IOException">A file can't be written.</exception>
    public void Write(string symbol, Bar bar)
    {
        if (!_files.TryGetValue(symbol, out var file))
            file = Add(symbol);
        file.Writer.Write(bar);
    }

    /// <summary>Puts the files in their places.</summary>
    public void Complete()
    {
        foreach (var (target, writer) in _files.Values)
        {
            writer.Complete();
            File.Move(target + Unfinished, target, overwrite: true);
        }
    }

    public void Dispose()
    {
        foreach (var (target, writer) in _files.Values)
        {
            writer.Dispose();
            File.Delete(target + Unfinished);
        }
    }

    private (string Path, BarFileWriter Writer) Add(string symbol)
    {
        if (_isFile && _files.Count > 0)
        {
            throw new SettingException(
                $"--bars-out {path}: there are trades of {_files.Keys.Single()} and {symbol}; name a folder, which gets a file for each");
        }

        // XBT/USD is XBT-USD.csv: a name must not lead into another folder.
        var target = _isFile ? path : Path.Combine(Directory.CreateDirectory(path).FullName, symbol.Replace('/', '-') + Extension);
        var file = (target, new BarFileWriter(target + Unfinished));
        _files.Add(symbol, file);
        return file;
    }
}

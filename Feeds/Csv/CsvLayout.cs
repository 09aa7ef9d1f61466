using System.Text;
using System.Text.Unicode;

namespace TradeBooks.Feeds.Csv;

/// <summary>Which column of a file holds what, from its header. Immutable: many pieces are parsed with it at a time.</summary>
internal sealed class CsvLayout
{
    private static readonly string[] TimeNames = ["datetime", "date", "dt", "time", "timestamp"];
    private static readonly string[] VolumeNames = ["volume", "vol"];

    private CsvLayout(string file, string header)
    {
        File = file;
        var names = Split(header);
        ColumnCount = names.Count;
        Time = Find(names, TimeNames);
        Open = Find(names, "open");
        High = Find(names, "high");
        Low = Find(names, "low");
        Close = Find(names, "close");
        PercentChange = Find(names, "% change");
        Volume = Find(names, VolumeNames);
        if (Time < 0 && Open < 0 && High < 0 && Low < 0 && Close < 0)
            throw new FeedException(file, $"it has no header: its first line is '{header}'");
        if (Time < 0)
            throw new FeedException(file, $"the header has no time column ({string.Join(", ", TimeNames)})");
        Require(Open, "open");
        Require(High, "high");
        Require(Low, "low");
        Require(Close, "close");
    }

    /// <summary>Name of the file, for messages.</summary>
    public string File { get; }

    public int ColumnCount { get; }

    public int Time { get; }

    public int Open { get; }

    public int High { get; }

    public int Low { get; }

    public int Close { get; }

    /// <summary>−1 where the file has none.</summary>
    public int PercentChange { get; }

    /// <summary>−1 where the file has none.</summary>
    public int Volume { get; }

    /// <exception cref="FeedException">The header is not UTF-8, or columns are missing or there twice.</exception>
    public static CsvLayout Parse(string file, ReadOnlySpan<byte> header)
    {
        if (!Utf8.IsValid(header))
            throw new FeedException(file, "its first line is not UTF-8 text");
        var text = Encoding.UTF8.GetString(header).Trim();
        if (text.Length == 0)
            throw new FeedException(file, "it is empty");
        return new CsvLayout(file, text);
    }

    private static List<string> Split(string header)
    {
        var names = new List<string>();
        var name = new StringBuilder();
        var quoted = false;
        foreach (var c in header)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                names.Add(name.ToString().Trim());
                name.Clear();
            }
            else
            {
                name.Append(c);
            }
        }

        names.Add(name.ToString().Trim());
        return names;
    }

    private int Find(List<string> names, params string[] accepted)
    {
        var found = -1;
        for (var i = 0; i < names.Count; i++)
        {
            if (!accepted.Contains(names[i], StringComparer.OrdinalIgnoreCase))
                continue;
            if (found >= 0)
                throw new FeedException(File, $"the header's columns '{names[found]}' and '{names[i]}' mean the same");
            found = i;
        }

        return found;
    }

    private void Require(int column, string name)
    {
        if (column < 0)
            throw new FeedException(File, $"the header has no column '{name}'");
    }
}

using System.Globalization;
using System.Text;
using TradeBooks.Feeds;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Running;

/// <summary><c>rejected.csv</c>: the bad rows that a run left out, with file, line and reason.</summary>
internal sealed class RejectedRowsFile(string path)
{
    private const string Header = "file,line,reason,row";

    /// <summary>Rows written, those before a resumed run included.</summary>
    public long Count { get; private set; }

    /// <summary>Keeps, of the rows that a killed run wrote, those at or before the lines where it goes on.</summary>
    /// <param name="lastLines">The last line processed of each file.</param>
    public void Restore(IReadOnlyDictionary<string, long> lastLines)
    {
        if (!File.Exists(path))
            return;
        var kept = new List<string>();
        foreach (var row in File.ReadLines(path).Skip(1))
        {
            var fields = row.Split(',', 3);
            if (lastLines.TryGetValue(fields[0], out var last) && long.Parse(fields[1], CultureInfo.InvariantCulture) <= last)
                kept.Add(row);
        }

        Count = kept.Count;
        if (Count == 0)
            File.Delete(path);
        else
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(string.Join('\n', kept.Prepend(Header)) + "\n")));
    }

    public void Append(IReadOnlyList<RejectedRow> rows)
    {
        if (rows.Count == 0)
            return;
        var text = new StringBuilder();
        if (Count == 0)
            text.Append(Header).Append('\n');
        foreach (var row in rows)
        {
            text.Append(row.File).Append(',').Append(row.Line.ToString(CultureInfo.InvariantCulture)).Append(',')
                .Append(Quote(row.Reason)).Append(',').Append(Quote(row.Text)).Append('\n');
        }

        if (Count == 0)
            File.WriteAllText(path, text.ToString());
        else
            File.AppendAllText(path, text.ToString());
        Count += rows.Count;
    }

    private static string Quote(string text) =>
        "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}

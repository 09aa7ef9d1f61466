using System.Globalization;
using System.Text;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Csv;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Running;

/// <summary><c>rejected.csv</c>: the bad rows that a run left out, with file, line and reason.</summary>
/// <param name="path">The file; there is none until the first row.</param>
/// <param name="order">How rows follow each other in the bar files.</param>
internal sealed class RejectedRowsFile(string path, RowOrder order)
{
    private const string Header = "file,line,reason,row";

    /// <summary>Rows written, those before a resumed run included.</summary>
    public long Count { get; private set; }

    /// <summary>Keeps, of the rows that were written before, those that come before the lines where the run goes on.</summary>
    /// <param name="lastLines">The last line processed of each file.</param>
    public void Restore(IReadOnlyDictionary<string, long> lastLines)
    {
        if (!File.Exists(path))
            return;
        var text = File.ReadAllText(path);

        // Killed while it wrote a row: that one comes again.
        var rows = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Rewrite([
            .. rows.Skip(1).Where(row =>
            {
                var (file, line) = Place(row);
                return lastLines.TryGetValue(file, out var last)
                    && (order == RowOrder.Ascending ? line < last : line > last);
            }),
        ]);
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
            text.Append(row.File.AsSpan().ContainsAny(",\"\r\n") ? Quote(row.File) : row.File).Append(',')
                .Append(row.Line.ToString(CultureInfo.InvariantCulture)).Append(',')
                .Append(Quote(row.Reason)).Append(',').Append(Quote(row.Text)).Append('\n');
        }

        if (Count == 0)
            File.WriteAllText(path, text.ToString());
        else
            File.AppendAllText(path, text.ToString());
        Count += rows.Count;
    }

    /// <summary>Orders the rows by file and line, so that they do not tell when they were written.</summary>
    public void Sort()
    {
        if (Count > 0)
            Rewrite([.. File.ReadLines(path).Skip(1).OrderBy(row => Place(row).File, StringComparer.Ordinal).ThenBy(row => Place(row).Line)]);
    }

    private void Rewrite(List<string> rows)
    {
        Count = rows.Count;
        if (Count == 0)
            File.Delete(path);
        else
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(string.Join('\n', rows.Prepend(Header)) + "\n")));
    }

    private static (string File, long Line) Place(string row)
    {
        var end = 0;
        for (var isQuoted = false; isQuoted || row[end] != ','; end++)
            isQuoted ^= row[end] == '"';
        var file = row[..end];
        if (file.StartsWith('"'))
            file = file[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
        var line = row.AsSpan(end + 1);
        return (file, long.Parse(line[..line.IndexOf(',')], CultureInfo.InvariantCulture));
    }

    private static string Quote(string text) =>
        "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}

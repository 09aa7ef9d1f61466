namespace TradeBooks.Cli.Output;

/// <summary>Text that is broken between words, with a hanging indent.</summary>
internal static class Paragraph
{
    /// <param name="output">Where it goes.</param>
    /// <param name="head">Stands before the first line; the others are indented as far.</param>
    /// <param name="text">The text.</param>
    /// <param name="width">Columns of a line, head included.</param>
    public static void Write(TextWriter output, string head, string text, int width)
    {
        var room = Math.Max(width - head.Length, 20);
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > room)
            {
                output.WriteLine(head + line);
                head = new string(' ', head.Length);
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        output.WriteLine(head + line);
    }
}

using System.Security.Cryptography;
using System.Text;

namespace TradeBooks.Storage.Reporting;

/// <summary>
/// The page around the data, joined once per process from the sources in <c>Page/</c>. <c>report.html</c> names the
/// places as <c>{{style}}</c>, <c>{{script}}</c>, <c>{{policy}}</c>, <c>{{title}}</c>, <c>{{version}}</c> and
/// <c>{{data}}</c>.
/// </summary>
internal static class ReportPage
{
    /// <summary>Joined in this order into one strict function, so that they share names and nothing leaks.</summary>
    private static readonly string[] Scripts =
    [
        "dom.js", "format.js", "time.js", "data.js", "table.js", "figures.js", "breakdown.js", "axis.js", "chart.js",
        "gestures.js", "equity.js", "price.js", "trades.js", "main.js",
    ];

    public static ReportPart[] Parts { get; } = Join();

    private static ReportPart[] Join()
    {
        var style = Read("report.css");
        var script = JoinScripts();
        var template = Read("report.html");
        var parts = new List<ReportPart>();
        var fixedText = new StringBuilder();
        var position = 0;
        while (true)
        {
            var open = template.IndexOf("{{", position, StringComparison.Ordinal);
            if (open < 0)
                break;
            fixedText.Append(template, position, open - position);
            var close = template.IndexOf("}}", open, StringComparison.Ordinal);
            var name = template[(open + 2)..close];
            position = close + 2;
            switch (name)
            {
                case "style":
                    fixedText.Append(style);
                    break;
                case "script":
                    fixedText.Append(script);
                    break;
                case "policy":
                    fixedText.Append(Policy(style, script));
                    break;
                default:
                    parts.Add(new ReportPart(ReportSlot.Fixed, TakeUtf8(fixedText)));
                    parts.Add(new ReportPart(SlotOf(name), []));
                    break;
            }
        }

        fixedText.Append(template, position, template.Length - position);
        parts.Add(new ReportPart(ReportSlot.Fixed, TakeUtf8(fixedText)));
        return [.. parts];
    }

    private static ReportSlot SlotOf(string name) => name switch
    {
        "title" => ReportSlot.Title,
        "version" => ReportSlot.Version,
        "data" => ReportSlot.Data,
        _ => throw new InvalidOperationException($"The report's template names a place that nothing fills: {name}."),
    };

    private static string JoinScripts()
    {
        var joined = new StringBuilder("(() => {\n\"use strict\";\n");
        foreach (var name in Scripts)
            joined.Append(Read(name)).Append('\n');
        return joined.Append("})();\n").ToString();
    }

    /// <summary>Nothing may be loaded, and only the style and the script with these hashes count.</summary>
    private static string Policy(string style, string script) =>
        $"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; img-src data:; "
        + "base-uri 'none'; form-action 'none'";

    private static string Hash(string text) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] TakeUtf8(StringBuilder text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        text.Clear();
        return bytes;
    }

    private static string Read(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("ReportPage/" + name)
            ?? throw new InvalidOperationException($"The assembly lacks the report's part {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);

        // A browser reads CRLF as LF before it hashes, so a Windows checkout must not change the hashes.
        return Encoding.UTF8.GetString(bytes).Replace("\r", "", StringComparison.Ordinal);
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using TradeBooks.Domain.Analytics;
using TradeBooks.Storage.Reporting;

namespace TradeBooks.Storage.Tests.Reporting;

public sealed partial class HtmlReportTests
{
    private static readonly string[] VoidElements = ["meta", "link", "br", "img", "input", "hr"];

    public static TheoryData<string> Samples => ["empty", "full", "hostile"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Write_AnyRun_EveryElementIsClosedAndEveryIdUnique(string sample)
    {
        var report = new WrittenReport(Sample(sample));
        Assert.StartsWith("<!doctype html>", report.Html, StringComparison.Ordinal);

        // Styles and scripts are raw text up to their end tag.
        var markup = report.Page
            .Replace(report.Style, "", StringComparison.Ordinal)
            .Replace(report.Script, "", StringComparison.Ordinal);
        var open = new Stack<string>();
        foreach (Match tag in Tag().Matches(markup))
        {
            var name = tag.Groups[2].Value;
            if (VoidElements.Contains(name))
                continue;
            if (tag.Groups[1].Value.Length == 0)
                open.Push(name);
            else
                Assert.Equal(open.Pop(), name);
        }

        Assert.Empty(open);
        var ids = Id().Matches(markup).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(LocalLink().Matches(markup), link => Assert.Contains(link.Groups[1].Value, ids));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Write_AnyRun_RefersToNothingOutside(string sample)
    {
        var report = new WrittenReport(Sample(sample));
        Assert.DoesNotContain("http:", report.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", report.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", report.Style, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", report.Style, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(Loading(), report.Script);
        Assert.All(Reference().Matches(report.Page), match =>
            Assert.True(match.Groups[1].Value.StartsWith('#') || match.Groups[1].Value == "data:,", match.Value));
    }

    [Fact]
    public void Write_Policy_AllowsExactlyItsOwnStyleAndScript()
    {
        var report = new WrittenReport(ReportSamples.Full);
        Assert.StartsWith("default-src 'none'; ", report.Policy, StringComparison.Ordinal);
        Assert.Contains($"style-src '{Hash(report.Style)}';", report.Policy, StringComparison.Ordinal);
        Assert.Contains($"script-src '{Hash(report.Script)}';", report.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", report.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", report.Page, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', report.Html);
    }

    [Fact]
    public void Write_Script_NeverMakesHtmlOrCodeFromText()
    {
        var script = new WrittenReport(ReportSamples.Full).Script;
        Assert.DoesNotMatch(UnsafeSink(), script);
        Assert.DoesNotContain("</script", script, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--", script, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", new WrittenReport(ReportSamples.Empty).Page.Replace(script, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_HostileNames_StayData()
    {
        var report = new WrittenReport(ReportSamples.HostileNames, ReportSamples.Hostile, ReportSamples.Hostile);
        Assert.DoesNotContain("<img", report.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--", report.Html, StringComparison.Ordinal);
        Assert.Equal(2, EndOfScript().Count(report.Html));
        Assert.Equal(ReportSamples.Hostile, report.Data.GetProperty("symbols")[0].GetString());
        Assert.Equal(ReportSamples.Hostile, report.Data.GetProperty("settings")[0][1].GetString());
        Assert.Equal("\u2028'\"&", report.Data.GetProperty("settings")[1][1].GetString());
        Assert.Equal(ReportSamples.Hostile, report.Data.GetProperty("trades").GetProperty("names")[0].GetString());
        var title = Title().Match(report.Html).Groups[1].Value;
        Assert.Equal(ReportSamples.Hostile + " – TradeBooks", System.Net.WebUtility.HtmlDecode(title));
    }

    [Fact]
    public void Write_TitleAndVersion_AreShown()
    {
        var named = new WrittenReport(ReportSamples.Empty, "Größe & <Zeit>", "9.8.7-beta");
        Assert.Contains("&lt;Zeit&gt;", named.Html, StringComparison.Ordinal);
        Assert.Contains("<p>TradeBooks 9.8.7-beta</p>", named.Html, StringComparison.Ordinal);
        var unnamed = new WrittenReport(ReportSamples.Empty);
        Assert.Contains($"<h1>{HtmlReport.DefaultTitle}</h1>", unnamed.Html, StringComparison.Ordinal);
        Assert.Matches("<p>TradeBooks [0-9]+\\.[0-9]+\\.[0-9]+</p>", unnamed.Html);
    }

    [Fact]
    public void Write_TwiceTheSame_GivesTheSameBytesAndLeavesTheStreamOpen()
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(stream, ReportSamples.Full);
        var length = stream.Length;
        HtmlReport.Write(stream, ReportSamples.Full);
        var bytes = stream.ToArray();
        Assert.Equal(2 * length, bytes.Length);
        Assert.True(bytes.AsSpan(0, (int)length).SequenceEqual(bytes.AsSpan((int)length)), "The two reports differ.");
        Assert.NotEqual(0xEF, bytes[0]);
    }

    [Fact]
    public void Write_LargeRun_StaysSmall()
    {
        var empty = new WrittenReport(ReportSamples.Empty).Bytes.Length;
        var large = new WrittenReport(ReportSamples.Large()).Bytes.Length;
        Assert.InRange(empty, 20_000, 150_000);
        Assert.InRange(large, 500_000, 3_000_000);
    }

    [Fact]
    public void Write_Null_Throws()
    {
        Assert.Throws<ArgumentNullException>("output", () => HtmlReport.Write(null!, ReportSamples.Empty));
        Assert.Throws<ArgumentNullException>("data", () => HtmlReport.Write(Stream.Null, null!));
    }

    /// <summary>A part that nobody shows would be dead weight in every report.</summary>
    [Fact]
    public void Write_EveryFigureAndTable_IsReadByTheScript()
    {
        var report = new WrittenReport(ReportSamples.Full);
        var names = report.Data.EnumerateObject().Select(property => property.Name)
            .Concat(report.Data.GetProperty("summary").EnumerateObject().Select(property => property.Name))
            .Except(["summary", "cash"]);
        Assert.All(names, name => Assert.Matches($@"[.\{{ ]{name}\b", report.Script));
    }

    private static ReportData Sample(string name) => name switch
    {
        "empty" => ReportSamples.Empty,
        "full" => ReportSamples.Full,
        _ => ReportSamples.HostileNames,
    };

    private static string Hash(string text) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("<(/?)([a-z][a-z0-9]*)\\b[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\bid=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("\\bhref=\"#([^\"]+)\"")]
    private static partial Regex LocalLink();

    [GeneratedRegex("\\b(?:src|href|action|data)=\"([^\"]*)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("\\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|Worker)\\b|\\bimport\\b|new Image\\b")]
    private static partial Regex Loading();

    [GeneratedRegex("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\b|new Function\\b|srcdoc")]
    private static partial Regex UnsafeSink();

    [GeneratedRegex("</script", RegexOptions.IgnoreCase)]
    private static partial Regex EndOfScript();

    [GeneratedRegex("<title>(.*?)</title>")]
    private static partial Regex Title();
}

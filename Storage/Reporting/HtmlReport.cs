using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TradeBooks.Domain.Analytics;

namespace TradeBooks.Storage.Reporting;

/// <summary>
/// Writes a run's results as one self-contained page: styles, scripts and data are inside, and its content security
/// policy lets it load nothing else. The same data gives the same bytes.
/// </summary>
public static class HtmlReport
{
    /// <summary>Shown as the heading when the caller names none.</summary>
    public const string DefaultTitle = "Backtest report";

    /// <param name="output">Receives UTF-8 without a byte order mark; stays open.</param>
    /// <param name="data">What to show.</param>
    /// <param name="title">Heading and window title; null for <see cref="DefaultTitle"/>.</param>
    /// <param name="version">Version of TradeBooks in the footer; null for this assembly's.</param>
    public static void Write(Stream output, ReportData data, string? title = null, string? version = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(data);
        title ??= DefaultTitle;
        version ??= typeof(HtmlReport).Assembly.GetName().Version?.ToString(3) ?? "";

        foreach (var part in ReportPage.Parts)
        {
            switch (part.Slot)
            {
                case ReportSlot.Title:
                    output.Write(Escape(title));
                    break;
                case ReportSlot.Version:
                    output.Write(Escape(version));
                    break;
                case ReportSlot.Data:
                    // The default encoder escapes <, > and &, so that no name can end the script element.
                    using (var json = new Utf8JsonWriter(output))
                        ReportJson.Write(json, data);
                    break;
                default:
                    output.Write(part.Text);
                    break;
            }
        }
    }

    private static byte[] Escape(string text) => Encoding.UTF8.GetBytes(HtmlEncoder.Default.Encode(text));
}

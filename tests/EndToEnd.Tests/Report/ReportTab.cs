using Microsoft.Playwright;

namespace TradeBooks.EndToEnd.Tests.Report;

/// <summary>An open report, and what the page complained about or asked for meanwhile.</summary>
internal sealed class ReportTab : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private ReportTab(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Console errors and warnings, and exceptions.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Addresses that were asked for.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<ReportTab> OpenAsync(IBrowser browser, string path, int width, int height, bool isDark)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            DeviceScaleFactor = width < 600 ? 2 : 1,
            HasTouch = width < 600,
        });
        var tab = new ReportTab(context, await context.NewPageAsync());
        tab.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                tab.Complaints.Add(message.Text);
        };
        tab.Page.PageError += (_, error) => tab.Complaints.Add(error);
        tab.Page.Request += (_, request) => tab.Requests.Add(request.Url);
        await tab.Page.GotoAsync(new Uri(path).AbsoluteUri);
        return tab;
    }

    /// <summary>The tiles of figures: label and value.</summary>
    public async Task<Dictionary<string, string>> ReadTilesAsync()
    {
        var labels = await Page.Locator("#tiles dt").AllInnerTextsAsync();
        var values = await Page.Locator("#tiles dd.value").AllInnerTextsAsync();
        Assert.Equal(labels.Count, values.Count);
        return labels.Zip(values).ToDictionary(tile => tile.First, tile => tile.Second, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>How many colours the price chart is drawn in, and a fingerprint of its picture.</summary>
    public async Task<(int Colors, string Picture)> LookAtPriceAsync()
    {
        // Charts are drawn in an animation frame.
        var seen = await Page.EvaluateAsync<string[]>("""
            async () => {
              await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
              const colors = new Set();
              let picture = 0;
              for (const canvas of document.querySelectorAll("#price canvas")) {
                const copy = document.createElement("canvas");
                [copy.width, copy.height] = [canvas.width, canvas.height];
                const context = copy.getContext("2d", { willReadFrequently: true });
                context.drawImage(canvas, 0, 0);
                for (const pixel of new Uint32Array(context.getImageData(0, 0, copy.width, copy.height).data.buffer)) {
                  colors.add(pixel);
                  picture = (Math.imul(picture, 31) + pixel) | 0;
                }
              }
              return [String(colors.size), String(picture)];
            }
            """);
        return (int.Parse(seen[0], System.Globalization.CultureInfo.InvariantCulture), seen[1]);
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}

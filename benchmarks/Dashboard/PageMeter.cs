using System.Text.Json;
using Microsoft.Playwright;

namespace TradeBooks.Benchmarks.Dashboard;

/// <summary>Measures the page in a browser: frames, heap, and how soon the first view stands.</summary>
internal sealed class PageMeter : IAsyncDisposable
{
    private const string CountFrames = """
        (() => {
          let second = Math.floor(performance.now() / 1000), frames = 0, last = performance.now();
          window.frameCounts = { seconds: [], longest: 0 };
          const count = now => {
            window.frameCounts.longest = Math.max(window.frameCounts.longest, now - last);
            last = now;
            for (const at = Math.floor(now / 1000); second < at; second++, frames = 0) window.frameCounts.seconds.push(frames);
            frames++;
            requestAnimationFrame(count);
          };
          requestAnimationFrame(count);
        })();
        """;

    private const string TimeFirstView = """
        (() => {
          const ids = ['equity', 'total-pnl', 'today-pnl', 'realized-pnl', 'unrealized-pnl', 'cash', 'exposure', 'drawdown', 'max-drawdown'];
          const look = () => {
            if (!ids.every(id => document.querySelector(`[data-testid='${id}'][data-value]`) !== null)) return;
            watch.disconnect();
            requestAnimationFrame(() => setTimeout(() => { window.firstView = performance.now() }));
          };
          const watch = new MutationObserver(look);
          watch.observe(document, { subtree: true, childList: true, attributes: true });
        })();
        """;

    private readonly IBrowserContext _context;
    private readonly IPage _page;
    private readonly ICDPSession _session;
    private readonly List<string> _complaints = [];

    private PageMeter(IBrowserContext context, IPage page, ICDPSession session)
    {
        _context = context;
        _page = page;
        _session = session;
    }

    public static async Task<PageMeter> OpenAsync(IBrowser browser, Uri address)
    {
        var context = await NewContextAsync(browser);
        await context.AddInitScriptAsync(CountFrames);
        var page = await context.NewPageAsync();
        var session = await context.NewCDPSessionAsync(page);
        var meter = new PageMeter(context, page, session);
        page.PageError += (_, error) => meter._complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                meter._complaints.Add(message.Text);
        };
        await page.GotoAsync(address.AbsoluteUri);
        return meter;
    }

    /// <summary>Milliseconds from the start of the navigation, with nothing cached, until the overview's figures are drawn.</summary>
    public static async Task<double> FirstViewAsync(IBrowser browser, Uri address)
    {
        await using var context = await NewContextAsync(browser);
        await context.AddInitScriptAsync(TimeFirstView);
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.AbsoluteUri);
        await page.WaitForFunctionAsync("() => window.firstView !== undefined", null, new PageWaitForFunctionOptions { PollingInterval = 100 });
        return await page.EvaluateAsync<double>("() => window.firstView");
    }

    public async Task ShowAsync(string view)
    {
        await _page.EvaluateAsync("hash => { location.hash = hash }", view);
        await ForgetFramesAsync();
    }

    /// <summary>Watches for a while; the collection at the end counts with no frame.</summary>
    public async Task<PageSample> SampleAsync(string view, TimeSpan time)
    {
        await Task.Delay(time);
        using var frames = JsonDocument.Parse(await _page.EvaluateAsync<string>("() => JSON.stringify(window.frameCounts)"));
        await _session.SendAsync("HeapProfiler.collectGarbage");
        var heap = await _session.SendAsync("Runtime.getHeapUsage");
        var counters = await _session.SendAsync("Memory.getDOMCounters");
        await ForgetFramesAsync();

        // The first second is a part of one.
        return new PageSample(
            view,
            heap!.Value.GetProperty("usedSize").GetDouble(),
            counters!.Value.GetProperty("nodes").GetDouble(),
            [.. frames.RootElement.GetProperty("seconds").EnumerateArray().Skip(1).Select(count => count.GetInt32())],
            frames.RootElement.GetProperty("longest").GetDouble());
    }

    /// <summary>Waits until the page shows this fill as the last; fails unless it is connected and has not complained.</summary>
    public async Task CheckAsync(long fills)
    {
        await _page.EvaluateAsync("() => { location.hash = '#/overview' }");
        await _page.WaitForFunctionAsync(
            "fills => document.querySelector(\"[data-testid='latest-fills'] tbody tr\")?.dataset.key === fills", fills.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var state = await _page.GetByTestId("connection").GetAttributeAsync("data-state");
        if (state != "live" || _complaints.Count > 0)
            throw new InvalidOperationException($"the page is {state}: {string.Join("; ", _complaints)}");
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private static Task<IBrowserContext> NewContextAsync(IBrowser browser) =>
        browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });

    private async Task ForgetFramesAsync() => await _page.EvaluateAsync("() => { window.frameCounts.seconds = []; window.frameCounts.longest = 0 }");
}

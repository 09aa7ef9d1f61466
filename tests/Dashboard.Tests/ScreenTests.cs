using TradeBooks.Dashboard.Tests.Browsing;
using TradeBooks.Dashboard.Tests.Hosts;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Dashboard.Tests;

/// <summary>Every view from a small phone to 4K: nothing is cut off, and every control can be reached.</summary>
public sealed class ScreenTests(ChromiumBrowser browser, FinishedRun run)
{
    private static readonly string[] Views = ["#/overview", "#/symbol/AAPL", "#/trades", "#/orders", "#/strategies"];

    // Controls that are covered, too small to hit, or outside after they were scrolled to.
    private const string Unreachable = """
        () => {
          const bad = [];
          for (const control of document.querySelectorAll('button, a[href], select, input, summary')) {
            if (!control.checkVisibility({ visibilityProperty: true }) || control.closest('.skip')) continue;
            control.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
            const box = control.getBoundingClientRect();
            const name = control.dataset.testid ?? control.textContent.trim() ?? control.className;
            const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            const isLabel = hit !== null && hit.closest('label')?.htmlFor === control.id && control.id !== '';
            if (!control.contains(hit) && !isLabel) bad.push(`${name} is covered by ${hit?.className || hit?.tagName}`);
            if (box.left < -1 || box.right > innerWidth + 1) bad.push(`${name} is at ${Math.round(box.left)} to ${Math.round(box.right)}`);
            // Links within lines of text are as high as the line.
            const isInline = control.tagName === 'A' && control.closest('td, th, p, header') !== null;
            if (!isInline && control.type !== 'checkbox' && (box.width < 24 || box.height < 24)) bad.push(`${name} is ${box.width} x ${box.height}`);
          }
          scrollTo(0, 0);
          return bad;
        }
        """;

    [Theory]
    [InlineData(360, 640)]
    [InlineData(390, 844)]
    [InlineData(768, 1024)]
    [InlineData(1440, 900)]
    [InlineData(3840, 2160)]
    public async Task Views_AnyScreen_FitAndCanBeReached(int width, int height) =>
        await browser.UseAsync(run.Served.Address, new Screen(width, height), async tab =>
        {
            foreach (var view in Views)
            {
                await tab.GoAsync(view);
                await tab.ShouldShowViewAsync(view);
                var needed = await tab.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
                Assert.True(needed <= width, $"{view} is {needed} pixels wide on a screen of {width}");
                var bad = await tab.Page.EvaluateAsync<string[]>(Unreachable);
                Assert.True(bad.Length == 0, $"{view} at {width} x {height}:\n{string.Join('\n', bad)}");
                if (view.Contains("symbol", StringComparison.Ordinal))
                    await ShouldFillAsync(tab, "symbol-chart", width);
            }

            // Dialogs, too.
            await tab.GoAsync("#/overview");
            await tab.At("close-all").ClickAsync();
            await ShouldBeInsideAsync(tab, "confirm-dialog", width, height);
            await tab.At("confirm-no").ClickAsync();
            await tab.At("help").ClickAsync();
            await ShouldBeInsideAsync(tab, "help-dialog", width, height);
        });

    [Theory]
    [InlineData(360, 640)]
    [InlineData(390, 844)]
    [InlineData(768, 1024)]
    [InlineData(1280, 800)]
    [InlineData(3840, 2160)]
    public async Task MarketViews_AnyScreen_FitAndCanBeReached(int width, int height)
    {
        await using var api = await ApiHost.StartAsync();
        api.Desk.Connections = [Markets.Connection(isConnected: true), Markets.Connection(isConnected: false, number: 2)];
        foreach (var portfolios in (string[][])[[FakeDesk.Portfolio], []])
        {
            api.Desk.Portfolios = portfolios;
            await browser.UseAsync(api.Address, new Screen(width, height), async tab =>
            {
                await tab.ShouldBeLiveAsync();
                foreach (var (view, id) in new[] { ("#/connections", "connections-table"), ("#/symbol/AAPL", "ladder") })
                {
                    await tab.GoAsync(view);
                    await tab.ShouldShowAsync(id);
                    await tab.FrameAsync();
                    var needed = await tab.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
                    Assert.True(needed <= width, $"{view} is {needed} pixels wide on a screen of {width}");
                    var bad = await tab.Page.EvaluateAsync<string[]>(Unreachable);
                    Assert.True(bad.Length == 0, $"{view} at {width} x {height}:\n{string.Join('\n', bad)}");
                }

                var curve = (await tab.At("depth-curve").BoundingBoxAsync())!;
                Assert.True(curve.Width > 150 && curve.Height > 80, $"the curve is {curve.Width} x {curve.Height}");
                var cut = await tab.Page.EvaluateAsync<string[]>(
                    "() => [...document.querySelectorAll('.ladder td, .book-body dd')].filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)");
                Assert.True(cut.Length == 0, $"cut off at {width}: {string.Join(", ", cut)}");
            });
        }
    }

    private static async Task ShouldFillAsync(Tab tab, string id, int width)
    {
        var box = (await tab.At(id).BoundingBoxAsync())!;
        Assert.True(box.Width > width * 0.5, $"{id} is {box.Width} pixels wide on a screen of {width}");
        Assert.True(box.Height > 200, $"{id} is {box.Height} pixels high");
    }

    private static async Task ShouldBeInsideAsync(Tab tab, string id, int width, int height)
    {
        await tab.ShouldShowAsync(id);
        var box = (await tab.At(id).BoundingBoxAsync())!;
        Assert.True(
            box.X >= 0 && box.Y >= 0 && box.X + box.Width <= width && box.Y + box.Height <= height,
            $"{id} is at {box.X}, {box.Y} with {box.Width} x {box.Height}");
    }
}

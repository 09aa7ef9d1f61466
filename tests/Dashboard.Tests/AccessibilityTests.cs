using System.Text.Json;
using Microsoft.Playwright;
using TradeBooks.Dashboard.Tests.Browsing;
using TradeBooks.Dashboard.Tests.Hosts;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Dashboard.Tests;

/// <summary>A scan by axe-core of every view and dialog, dark and light, on a desktop and a phone.</summary>
public sealed class AccessibilityTests(ChromiumBrowser browser, FinishedRun run)
{
    private static readonly string Axe = Path.Combine(Repository.Root, "Web", "dashboard", "node_modules", "axe-core", "axe.min.js");

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Views_Scanned_HaveNoSeriousFindings(bool isPhone, bool isDark)
    {
        Assert.SkipUnless(File.Exists(Axe), "axe-core is not installed (npm ci in Web/dashboard)");
        var screen = (isPhone ? Screen.Phone : Screen.Desktop) with { IsDark = isDark };
        await browser.UseAsync(run.Served.Address, screen, async tab =>
        {
            // By the browser's own protocol, which the page's policy does not hold for.
            await tab.Page.EvaluateAsync(await File.ReadAllTextAsync(Axe, TestContext.Current.CancellationToken));
            var brightness = await tab.Page.EvaluateAsync<double>(
                "() => getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number).reduce((a, b) => a + b) / 765");
            Assert.True(isDark ? brightness < 0.25 : brightness > 0.75, $"the page's brightness is {brightness:0.00}");
            foreach (var view in (string[])["#/overview", "#/symbol/AAPL", "#/trades", "#/orders", "#/strategies"])
            {
                await tab.GoAsync(view);
                await tab.ShouldShowViewAsync(view);
                await ScanAsync(tab, view);
            }

            await tab.At("help").ClickAsync();
            await tab.ShouldShowAsync("help-dialog");
            await ScanAsync(tab, "help");
            await tab.Page.Keyboard.PressAsync("Escape");
            await tab.GoAsync("#/overview");
            await tab.At("halt").ClickAsync();
            await tab.ShouldShowAsync("confirm-dialog");
            await ScanAsync(tab, "halt");
        });
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task MarketViews_Scanned_HaveNoSeriousFindings(bool isPhone, bool isDark)
    {
        Assert.SkipUnless(File.Exists(Axe), "axe-core is not installed (npm ci in Web/dashboard)");
        var screen = (isPhone ? Screen.Phone : Screen.Desktop) with { IsDark = isDark };
        await using var api = await ApiHost.StartAsync();
        api.Desk.Connections = [Markets.Connection(isConnected: true), Markets.Connection(isConnected: false, number: 2)];
        await browser.UseAsync(api.Address, screen, async tab =>
        {
            await tab.Page.EvaluateAsync(await File.ReadAllTextAsync(Axe, TestContext.Current.CancellationToken));
            await tab.GoAsync("#/connections");
            await Assertions.Expect(tab.Cells("connections-table", "state")).ToHaveTextAsync(["Connected", "Not connected"]);
            await ScanAsync(tab, "connections");
            await tab.GoAsync("#/symbol/AAPL");
            await tab.ShouldShowAsync("ladder");
            await ScanAsync(tab, "a book");
            api.Desk.Book = Markets.NoBook;
            await tab.ShouldShowAsync("book-reason");
            await ScanAsync(tab, "a book that is not in sync");
        });
    }

    private static async Task ScanAsync(Tab tab, string what)
    {
        var text = await tab.Page.EvaluateAsync<string>("async () => JSON.stringify(await axe.run())");
        using var result = JsonDocument.Parse(text);
        Assert.True(result.RootElement.GetProperty("passes").GetArrayLength() > 10, "hardly anything was looked at");
        var serious = result.RootElement.GetProperty("violations").EnumerateArray()
            .Where(finding => finding.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(finding => $"{finding.GetProperty("id")}: {finding.GetProperty("help")}\n  "
                + string.Join("\n  ", finding.GetProperty("nodes").EnumerateArray().Take(4).Select(node => $"{node.GetProperty("html")} {node.GetProperty("failureSummary")}")))
            .ToList();
        Assert.True(serious.Count == 0, $"{what}:\n{string.Join('\n', serious)}");
    }
}

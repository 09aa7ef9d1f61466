using System.Globalization;
using Microsoft.Playwright;
using TradeBooks.Dashboard.Tests.Browsing;
using TradeBooks.Dashboard.Tests.Hosts;

namespace TradeBooks.Dashboard.Tests;

/// <summary>All by keyboard: nothing here touches the mouse.</summary>
public sealed class KeyboardTests(ChromiumBrowser browser, FinishedRun run)
{
    // What has the focus: its name, whether it is in sight, and whether one sees that it has it.
    private const string Focused = """
        () => {
          const element = document.activeElement;
          if (element === null || element === document.body) return null;
          const box = element.getBoundingClientRect();
          const style = getComputedStyle(element);
          const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
          const inSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0;
          return [element.dataset.testid ?? element.getAttribute('aria-label') ?? element.textContent.trim(), String(ring), String(inSight)];
        }
        """;

    [Fact]
    public async Task Tab_ThroughTheOverview_ReachesEveryControlInOrderWithAVisibleFocus() => await UseAsync("#/overview", async tab =>
    {
        await tab.Page.Keyboard.PressAsync("Tab");
        var skip = await FocusedAsync(tab);
        Assert.Equal(["Skip to content", "true", "true"], skip ?? []);
        var order = new List<string>();
        while (order.Count < 200)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
            if (await FocusedAsync(tab) is not { } focused || focused[0] == skip![0])
                break;
            Assert.True(focused[1] == "true", $"one can't see that {focused[0]} has the focus");
            Assert.True(focused[2] == "true", $"{focused[0]} has the focus and is out of sight");
            order.Add(focused[0]);
        }

        string[] expected =
        [
            "zone", "theme", "help", "nav-overview", "nav-symbol", "nav-trades", "nav-orders", "nav-strategies", "halt", "close-all",
        ];
        Assert.Equal(expected, order.Where(expected.Contains));
        var controls = await tab.Page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('button, a[href], select, input, summary')].filter(one => !one.disabled && one.checkVisibility({ visibilityProperty: true }) && !one.matches('.skip')).length");
        Assert.True(order.Count >= controls, $"{order.Count} of {controls} controls were reached: {string.Join(", ", order)}");
    });

    [Fact]
    public async Task SkipLink_Pressed_GoesToTheContent() => await UseAsync("#/overview", async tab =>
    {
        await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("content", await tab.Page.EvaluateAsync<string>("() => document.activeElement.id"));
    });

    [Fact]
    public async Task HaltDialog_ByKeyboard_KeepsTheFocusUntilEscapeGivesItBack() => await UseAsync("#/overview", async tab =>
    {
        await tab.At("halt").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.ShouldShowAsync("confirm-dialog");

        // What does no harm comes first.
        Assert.Equal("confirm-no", (await FocusedAsync(tab))![0]);
        var seen = new HashSet<string>();
        for (var i = 0; i < 6; i++)
        {
            await tab.Page.Keyboard.PressAsync(i < 3 ? "Tab" : "Shift+Tab");
            if (await FocusedAsync(tab) is { } focused)
                seen.Add(focused[0]);
        }

        Assert.Equal(["confirm-no", "confirm-yes"], seen.Order(StringComparer.Ordinal));

        // No shortcut goes past the dialog.
        await tab.Page.Keyboard.PressAsync("3");
        Assert.Contains("overview", await tab.Page.EvaluateAsync<string>("() => location.hash || '#/overview'"), StringComparison.Ordinal);
        await tab.Page.Keyboard.PressAsync("Escape");
        await tab.ShouldHideAsync("confirm-dialog");
        Assert.Equal("halt", (await FocusedAsync(tab))![0]);
        Assert.Equal("none", (await run.Served.GetAsync("/api/portfolios/default/risk")).GetProperty("halt").GetString());
    });

    [Fact]
    public async Task Shortcuts_Pressed_DoWhatTheHelpSays() => await UseAsync("#/overview", async tab =>
    {
        var keyboard = tab.Page.Keyboard;
        foreach (var (key, name) in ((string, string)[])[("3", "trades"), ("4", "orders"), ("5", "strategies"), ("1", "overview")])
        {
            await keyboard.PressAsync(key);
            await tab.ShouldBeAsync($"nav-{name}", "aria-current", "page");
        }

        await keyboard.PressAsync("2");
        await Assertions.Expect(tab.At("symbol-name")).ToHaveTextAsync("AAPL");
        await tab.ShouldShowAsync("symbol-TSLA");
        await keyboard.PressAsync("]");
        await Assertions.Expect(tab.At("symbol-name")).ToHaveTextAsync("AMZN");
        await tab.ShouldShowAsync("symbol-TSLA");
        await keyboard.PressAsync("[");
        await Assertions.Expect(tab.At("symbol-name")).ToHaveTextAsync("AAPL");
        await keyboard.PressAsync("z");
        await Assertions.Expect(tab.At("zone")).ToContainTextAsync("+5:30");
        await keyboard.PressAsync("z");
        await Assertions.Expect(tab.At("zone")).ToContainTextAsync("UTC");
        await keyboard.PressAsync("t");
        await Assertions.Expect(tab.At("theme")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("dark"));
        await keyboard.PressAsync("?");
        await tab.ShouldShowAsync("help-dialog");
        await keyboard.PressAsync("Escape");
        await tab.ShouldHideAsync("help-dialog");

        // In a field they are letters.
        await keyboard.PressAsync("3");
        await tab.ShouldShowAsync("filter-text");
        await keyboard.PressAsync("/");
        await Assertions.Expect(tab.At("filter-text")).ToBeFocusedAsync();
        await keyboard.TypeAsync("1z");
        await Assertions.Expect(tab.At("filter-text")).ToHaveValueAsync("1z");
        await tab.ShouldBeAsync("nav-trades", "aria-current", "page");
    });

    [Fact]
    public async Task Replay_SpaceAndDot_StepAndGoOn()
    {
        using var paused = await PausedRun.StartAsync(5);
        await browser.UseAsync(paused.WithKey, Screen.Desktop, async tab =>
        {
            await tab.ShouldBeAsync("replay-state", "data-state", "paused");
            await tab.ShouldBeAsync("replay-progress", "data-value", "36");
            await tab.Page.Keyboard.PressAsync(".");
            await tab.ShouldBeAsync("replay-progress", "data-value", "42");
            await tab.Page.Keyboard.PressAsync(" ");
            await tab.ShouldBeAsync("replay-state", "data-state", "running");
            await tab.Page.Keyboard.PressAsync(" ");
            await tab.ShouldBeAsync("replay-state", "data-state", "paused");
        });
    }

    [Fact]
    public async Task Trades_SortedByKeyboard_SayTheirOrder() => await UseAsync("#/trades", async tab =>
    {
        var head = tab.At("trades-table").Locator("th[data-column='price'][scope='col']");
        await tab.ShouldShowViewAsync("#/trades");
        await head.Locator("button").FocusAsync();
        foreach (var order in (string[])["descending", "ascending"])
        {
            await tab.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(head).ToHaveAttributeAsync("aria-sort", order);
            await tab.FrameAsync();
            await Assertions.Expect(head.Locator("button")).ToBeFocusedAsync();
            var prices = (await tab.ValuesAsync("trades-table", "price")).Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(order == "ascending" ? prices.Order() : prices.OrderDescending(), prices);
        }
    });

    [Fact]
    public async Task Symbols_ArrowKeys_GoUpAndDown() => await UseAsync("#/symbol/AAPL", async tab =>
    {
        await tab.At("symbol-AAPL").FocusAsync();
        await tab.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(tab.At("symbol-AMZN")).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(tab.At("symbol-AAPL")).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("ArrowDown");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tab.At("symbol-name")).ToHaveTextAsync("AMZN");
    });

    private async Task UseAsync(string view, Func<Tab, Task> use) =>
        await browser.UseAsync(new Uri(run.Served.Address, view), Screen.Desktop, async tab =>
        {
            await tab.ShouldShowViewAsync(view);
            await use(tab);
        });

    private static Task<string[]?> FocusedAsync(Tab tab) => tab.Page.EvaluateAsync<string[]?>(Focused);
}

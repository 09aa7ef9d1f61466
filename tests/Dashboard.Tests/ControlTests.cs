using System.Text.Json;
using Microsoft.Playwright;
using TradeBooks.Dashboard.Tests.Browsing;
using TradeBooks.Dashboard.Tests.Hosts;

namespace TradeBooks.Dashboard.Tests;

/// <summary>Halt, resume, close-all and pauses, on a real run, with and without the key.</summary>
public sealed class ControlTests(ChromiumBrowser browser)
{
    // What a browser writes when an answer is 401.
    private const string NoKey = "^answer 401: POST|status of 401";
    private const string WrongKey = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string TwoStrategies = "lss,trend=sma-cross";

    [Fact]
    public async Task Halt_WithKey_AsksFirstAndHalts()
    {
        using var run = await PausedRun.StartAsync(100);
        await browser.UseAsync(run.WithKey, Screen.Desktop, async tab =>
        {
            await tab.ShouldBeAsync("risk-state", "data-value", "none");
            await tab.At("halt").ClickAsync();
            await tab.ShouldShowAsync("confirm-dialog");
            await tab.At("confirm-no").ClickAsync();
            await tab.ShouldHideAsync("confirm-dialog");
            Assert.Equal("none", await HaltAsync(run));

            await tab.At("halt").ClickAsync();
            Assert.Equal("none", await HaltAsync(run));
            await tab.At("confirm-yes").ClickAsync();
            await tab.ShouldBeAsync("risk-state", "data-value", "halted");
            Assert.Equal("halted", await HaltAsync(run));
            await Assertions.Expect(tab.At("halt")).ToBeDisabledAsync();
            await Assertions.Expect(tab.At("toasts")).ToContainTextAsync("halted");

            // Entries are refused with this reason.
            await run.StepAsync(300);
            await tab.GoAsync("#/orders");
            await tab.At("filter-refused").CheckAsync();
            await Assertions.Expect(tab.Cells("orders-table", "decision").First).ToContainTextAsync("Refused. Trading was halted by hand");

            await tab.GoAsync("#/overview");
            await tab.At("resume").ClickAsync();
            await tab.At("confirm-yes").ClickAsync();
            await tab.ShouldBeAsync("risk-state", "data-value", "none");
            Assert.Equal("none", await HaltAsync(run));
        });
    }

    [Fact]
    public async Task CloseAll_OpenPositions_AreClosedWithTheNextEvents()
    {
        using var run = await PausedRun.StartAsync(200, TwoStrategies);
        await browser.UseAsync(run.WithKey, Screen.Desktop, async tab =>
        {
            var held = Held(await run.Served.GetAsync("/api/portfolios/default"));
            Assert.NotEmpty(held);
            await Tab.UntilAsync(
                async () => held.Order(StringComparer.Ordinal).SequenceEqual((await KeysAsync(tab, "positions")).Order(StringComparer.Ordinal)),
                () => $"the open positions are not {string.Join(' ', held)}");
            await tab.At("close-all").ClickAsync();
            await tab.ShouldShowAsync("confirm-dialog");
            await tab.At("confirm-yes").ClickAsync();
            await tab.ShouldBeAsync("risk-state", "data-value", "halted");
            await run.StepAsync(5);
            Assert.Empty(Held(await run.Served.GetAsync("/api/portfolios/default")));
            await Assertions.Expect(tab.At("positions").Locator("tbody tr")).ToHaveCountAsync(0);
            await tab.ShouldEqualAsync("exposure", 0);
            await tab.ShouldEqualAsync("unrealized-pnl", 0);
        });
    }

    [Fact]
    public async Task Halt_WithoutKey_AsksForItAndSaysWhenItIsWrong()
    {
        using var run = await PausedRun.StartAsync(0);
        await browser.UseAsync(
            run.Served.Address,
            Screen.Desktop,
            async tab =>
            {
                await tab.At("halt").ClickAsync();
                await tab.At("confirm-yes").ClickAsync();
                await tab.ShouldShowAsync("key-dialog");
                Assert.NotEqual("", await tab.At("key-reason").InnerTextAsync());
                await tab.At("key-cancel").ClickAsync();
                await tab.ShouldHideAsync("key-dialog");
                Assert.Equal("none", await HaltAsync(run));

                await tab.At("halt").ClickAsync();
                await tab.At("confirm-yes").ClickAsync();
                await tab.At("key-input").FillAsync(WrongKey);
                await tab.At("key-ok").ClickAsync();
                await Assertions.Expect(tab.At("key-reason")).ToContainTextAsync("not known");
                Assert.Equal("none", await HaltAsync(run));
                await tab.At("key-input").FillAsync(run.Served.ItsKey);
                await tab.At("key-input").PressAsync("Enter");
                await tab.ShouldBeAsync("risk-state", "data-value", "halted");
                Assert.Equal("halted", await HaltAsync(run));

                // It is kept for the tab: not asked for again, not even after a reload.
                await tab.Page.ReloadAsync();
                await tab.At("resume").ClickAsync();
                await tab.At("confirm-yes").ClickAsync();
                await tab.ShouldBeAsync("risk-state", "data-value", "none");
            },
            NoKey);
    }

    [Fact]
    public async Task Pause_OfAStrategy_RefusesItsEntriesAlone()
    {
        using var run = await PausedRun.StartAsync(20, TwoStrategies);
        await browser.UseAsync(run.WithKey, Screen.Desktop, async tab =>
        {
            await tab.GoAsync("#/strategies");
            var panel = tab.At("strategy-lss");
            await panel.GetByTestId("strategy-pause").ClickAsync();
            await Assertions.Expect(panel.GetByTestId("strategy-paused")).ToBeVisibleAsync();
            await Assertions.Expect(tab.At("strategy-trend").GetByTestId("strategy-paused")).ToBeHiddenAsync();
            Assert.True((await StrategyAsync(run)).GetProperty("isPaused").GetBoolean());
            await run.StepAsync(300);
            var strategy = await StrategyAsync(run);
            Assert.True(strategy.GetProperty("refused").GetInt64() > 0, "nothing was refused");
            await tab.ShouldEqualAsync("strategy-refused", strategy.GetProperty("refused").GetDouble(), panel);
            await tab.ShouldEqualAsync("strategy-signals", strategy.GetProperty("signals").GetDouble(), panel);
            await panel.GetByTestId("strategy-pause").ClickAsync();
            await Assertions.Expect(panel.GetByTestId("strategy-paused")).ToBeHiddenAsync();
            Assert.False((await StrategyAsync(run)).GetProperty("isPaused").GetBoolean());

            await tab.GoAsync("#/orders");
            await tab.At("filter-refused").CheckAsync();
            await Assertions.Expect(tab.Cells("orders-table", "decision").First).ToContainTextAsync("Entries of this strategy are paused");
            // The first row may have been the same before the filter's answer came.
            await Assertions.Expect(tab.Cells("orders-table", "strategy").Filter(new LocatorFilterOptions { HasText = "trend" })).ToHaveCountAsync(0);
            Assert.All(await tab.ValuesAsync("orders-table", "strategy"), id => Assert.Equal("lss", id));
        });
    }

    [Fact]
    public async Task Pause_OfASymbol_StopsItsEntriesAlone()
    {
        using var run = await PausedRun.StartAsync(20);
        await browser.UseAsync(run.WithKey, Screen.Desktop, async tab =>
        {
            await tab.GoAsync("#/symbol/NVDA");
            await tab.At("symbol-pause").ClickAsync();
            await tab.ShouldShowAsync("symbol-paused");
            Assert.True((await run.Served.GetAsync("/api/symbols/NVDA")).GetProperty("isPaused").GetBoolean());
            await run.StepAsync(400);
            await tab.GoAsync("#/trades");
            await tab.ShouldBeLiveAsync();
            var trades = (await run.Served.GetAsync("/api/portfolios/default/trades?limit=1000")).GetProperty("items").EnumerateArray().ToList();
            Assert.True(trades.Count > 10, $"{trades.Count} trades");
            await Assertions.Expect(tab.At("page-range")).ToContainTextAsync($"of {trades.Count:N0}");
            Assert.DoesNotContain("NVDA", await tab.ValuesAsync("trades-table", "symbol"));
            Assert.DoesNotContain(trades, trade => trade.GetProperty("symbol").GetString() == "NVDA");
            await tab.GoAsync("#/symbol/AAPL");
            await tab.ShouldHideAsync("symbol-paused");
            await tab.GoAsync("#/symbol/NVDA");
            await tab.ShouldShowAsync("symbol-paused");
            await tab.At("symbol-pause").ClickAsync();
            await tab.ShouldHideAsync("symbol-paused");
            Assert.False((await run.Served.GetAsync("/api/symbols/NVDA")).GetProperty("isPaused").GetBoolean());
        });
    }

    private static async Task<string?> HaltAsync(PausedRun run) =>
        (await run.Served.GetAsync("/api/portfolios/default/risk")).GetProperty("halt").GetString();

    private static async Task<JsonElement> StrategyAsync(PausedRun run) =>
        (await run.Served.GetAsync("/api/portfolios/default/strategies")).GetProperty("strategies").EnumerateArray()
            .Single(strategy => strategy.GetProperty("id").GetString() == "lss");

    private static List<string> Held(JsonElement portfolio) =>
    [
        .. portfolio.GetProperty("positions").EnumerateArray().Where(position => position.GetProperty("quantity").GetDecimal() != 0)
            .Select(position => $"{position.GetProperty("strategy")}/{position.GetProperty("symbol")}"),
    ];

    private static Task<string[]> KeysAsync(Tab tab, string table) => tab.Page.EvaluateAsync<string[]>(
        "table => [...document.querySelectorAll(`[data-testid='${table}'] tbody tr`)].map(row => row.dataset.key)", table);
}

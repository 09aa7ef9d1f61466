using System.Globalization;
using Microsoft.Playwright;
using TradeBooks.Dashboard.Tests.Browsing;
using TradeBooks.Dashboard.Tests.Hosts;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.EndToEnd.Tests.Serve;

namespace TradeBooks.Dashboard.Tests;

/// <summary>The tables of trades and orders: filter, sort, pages, downloads, refusals.</summary>
public sealed class ActivityTests(ChromiumBrowser browser, FinishedRun run)
{
    [Fact]
    public async Task Trades_Filtered_ShowThoseAlone() => await UseTradesAsync(async tab =>
    {
        var log = Log();
        await tab.At("filter-symbol").SelectOptionAsync("NVDA");
        await tab.At("filter-side").SelectOptionAsync("buy");
        var wanted = log.Where(row => row[1] == "NVDA" && row[2] == "BUY").ToList();
        Assert.InRange(wanted.Count, 51, log.Count - 1);
        await RangeAsync(tab, $"1–50 of {wanted.Count:N0}");
        Assert.Equal(wanted.Take(50).Select(row => row[0]), await tab.ValuesAsync("trades-table", "time"));
        Assert.All(await tab.ValuesAsync("trades-table", "symbol"), symbol => Assert.Equal("NVDA", symbol));

        // Every word of a row can be looked for.
        await tab.At("filter-text").FillAsync("2026-03-13");
        var day = wanted.Where(row => row[0].StartsWith("2026-03-13", StringComparison.Ordinal)).ToList();
        await RangeAsync(tab, $"1–{Math.Min(50, day.Count)} of {day.Count}");
        await tab.At("filter-text").FillAsync("no such word");
        await RangeAsync(tab, "No rows");
        await Assertions.Expect(tab.Page.GetByText("Nothing matches the filter.")).ToBeVisibleAsync();
        await tab.At("filter-clear").ClickAsync();
        await RangeAsync(tab, "1–50 of 1,466");
        await tab.ShouldHideAsync("filter-clear");

        await tab.At("filter-role").SelectOptionAsync("stopLoss");
        await Tab.UntilAsync(
            async () => (await tab.ValuesAsync("trades-table", "role")) is { Length: > 0 } roles && roles.All(role => role == "stopLoss"),
            () => "others than stops are shown");
    });

    [Fact]
    public async Task Trades_Sorted_AreInTheOrderOfTheColumn() => await UseTradesAsync(async tab =>
    {
        var prices = Log().Select(row => decimal.Parse(row[4], CultureInfo.InvariantCulture)).ToList();
        await SortAsync(tab, "price", "descending");
        Assert.Equal(prices.OrderDescending().Take(50), (await tab.ValuesAsync("trades-table", "price")).Select(Rounded));
        await SortAsync(tab, "price", "ascending");
        Assert.Equal(prices.Order().Take(50), (await tab.ValuesAsync("trades-table", "price")).Select(Rounded));
        await SortAsync(tab, "symbol", "ascending");
        Assert.All(await tab.ValuesAsync("trades-table", "symbol"), symbol => Assert.Equal("AAPL", symbol));
    });

    [Fact]
    public async Task Trades_PagedThrough_ShowEachRowOnce() => await UseTradesAsync(async tab =>
    {
        await tab.At("page-size").SelectOptionAsync("250");
        var seen = new List<string>();
        for (var from = 1; from <= 1_466; from += 250)
        {
            await RangeAsync(tab, $"{from:N0}–{Math.Min(from + 249, 1_466):N0} of 1,466");
            seen.AddRange(await tab.ValuesAsync("trades-table", "number"));
            if (from + 250 <= 1_466)
                await tab.At("page-next").ClickAsync();
        }

        Assert.Equal(Enumerable.Range(1, 1_466).Reverse().Select(number => $"{number}"), seen);
        await Assertions.Expect(tab.At("page-next")).ToBeDisabledAsync();
        await Assertions.Expect(tab.At("page-last")).ToBeDisabledAsync();
        await tab.At("page-previous").ClickAsync();
        await RangeAsync(tab, "1,001–1,250 of 1,466");
        await tab.At("page-first").ClickAsync();
        await RangeAsync(tab, "1–250 of 1,466");
        await Assertions.Expect(tab.At("page-previous")).ToBeDisabledAsync();
        await tab.At("page-last").ClickAsync();
        await RangeAsync(tab, "1,251–1,466 of 1,466");
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Download_TradeLog_IsTheFileByteForByte(bool hasKey) => await UseTradesAsync(
        async tab =>
        {
            var (name, content) = await DownloadAsync(tab, "download-log");
            Assert.Equal("order_book.csv", name);
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(run.Results.Folder, RunResults.TradeLogName), TestContext.Current.CancellationToken), content);
        },
        hasKey);

    [Fact]
    public async Task Download_Rows_AreThoseOfTheFilterInTheirOrder() => await UseTradesAsync(async tab =>
    {
        await tab.At("filter-symbol").SelectOptionAsync("TSLA");
        var wanted = Log().Where(row => row[1] == "TSLA").Reverse().ToList();
        await RangeAsync(tab, $"1–50 of {wanted.Count}");
        await SortAsync(tab, "number", "ascending");
        var (name, content) = await DownloadAsync(tab, "download-rows");
        Assert.Equal("default-trades.csv", name);
        var rows = System.Text.Encoding.UTF8.GetString(content).Split("\r\n")[..^1].Select(row => row.Split(',')).ToList();
        Assert.Equal(["number", "time", "symbol", "strategy", "side", "role", "quantity", "price", "notional", "fee", "cash", "equity"], rows[0]);
        Assert.Equal(wanted.Count, rows.Count - 1);
        foreach (var (row, expected) in rows.Skip(1).Zip(wanted))
        {
            Assert.Equal((expected[0], expected[1], expected[2]), (row[1], row[2], row[4].ToUpperInvariant()));
            foreach (var (at, field) in ((int, int)[])[(6, 3), (7, 4), (8, 5), (10, 6), (11, 7)])
                Assert.Equal(Rounded(expected[field]), Rounded(row[at]));
        }
    });

    [Fact]
    public async Task Orders_OnePositionAllowed_ShowRefusalsWithTheirReason()
    {
        using var folder = new TemporaryFolder();
        using var served = ServedProgram.Start([.. FinishedRun.Backtest(folder["out"]), "--set", "max_open_positions=1"]);
        await served.UntilFinishedAsync(folder["out"]);
        var refused = new RunResults(folder["out"]).Figures().GetProperty("refusedOrders").GetInt64();
        Assert.True(refused > 0, "nothing was refused");
        await browser.UseAsync(new Uri(served.Address, "#/orders"), Screen.Desktop, async tab =>
        {
            await Assertions.Expect(tab.At("page-range")).ToContainTextAsync("1–50 of ");
            await tab.At("filter-refused").CheckAsync();
            await RangeAsync(tab, $"1–{Math.Min(50, refused)} of {refused:N0}");
            Assert.All(await tab.ValuesAsync("orders-table", "decision"), reason => Assert.Equal("maxOpenPositions", reason));
            await Assertions.Expect(tab.Cells("orders-table", "decision").First)
                .ToHaveTextAsync("Refused. Too many open positions and working entries already");
            await tab.GoAsync("#/overview");
            await tab.ShouldEqualAsync("health-refusals", refused);
            await Assertions.Expect(tab.At("limit-open-positions")).ToContainTextAsync("of 1");
        });
    }

    private async Task UseTradesAsync(Func<Tab, Task> use, bool hasKey = false) =>
        await browser.UseAsync(new Uri(run.Served.Address, hasKey ? "#key=" + run.Served.ItsKey : "#/trades"), Screen.Desktop, async tab =>
        {
            await tab.GoAsync("#/trades");
            await RangeAsync(tab, "1–50 of 1,466");
            await use(tab);
        });

    // Latest first.
    private List<string[]> Log() => [.. run.Results.TradeLog[1..].Select(row => row.Split(',')).Reverse()];

    private static Task RangeAsync(Tab tab, string text) => Assertions.Expect(tab.At("page-range")).ToHaveTextAsync(text, new() { Timeout = 30_000 });

    private static async Task SortAsync(Tab tab, string column, string order)
    {
        var head = tab.At("trades-table").Locator($"th[data-column='{column}'][scope='col']");
        await head.Locator("button").ClickAsync();
        await Assertions.Expect(head).ToHaveAttributeAsync("aria-sort", order);
        await tab.FrameAsync();
    }

    private static async Task<(string Name, byte[] Content)> DownloadAsync(Tab tab, string button)
    {
        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.At(button).ClickAsync());
        var path = await download.PathAsync();
        return (download.SuggestedFilename, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    // The trade log has four decimals.
    private static decimal Rounded(string text) => decimal.Round(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), 4);
}

using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using TradeBooks.Dashboard.Tests.Browsing;
using TradeBooks.Dashboard.Tests.Hosts;

namespace TradeBooks.Dashboard.Tests;

/// <summary>Every view of a finished run of real bars: its figures are those of the API and of the files.</summary>
public sealed class FigureTests(ChromiumBrowser browser, FinishedRun run)
{
    [Fact]
    public async Task Overview_FinishedRun_ShowsTheFiguresOfApiAndSummary()
    {
        var portfolio = await run.Served.GetAsync("/api/portfolios/default");
        var book = await run.Served.GetAsync("/api/profit-book");
        var summary = run.Summary;

        // The published results of these bars.
        Assert.Equal(0.00078223, summary.GetProperty("maxDrawdown").GetDouble(), 5e-9);
        Assert.Equal(99_922.7061m, decimal.Round(summary.GetProperty("finalEquity").GetDecimal(), 4));

        await browser.UseAsync(run.Served.Address, Screen.Desktop, async tab =>
        {
            await tab.ShouldBeLiveAsync();
            await tab.ShouldEqualAsync("equity", Number(summary, "finalEquity"));
            await tab.ShouldEqualAsync("total-pnl", Number(book, "totalPnl"));
            await tab.ShouldEqualAsync("realized-pnl", Number(summary, "realizedPnl"));
            await tab.ShouldEqualAsync("unrealized-pnl", Number(summary, "unrealizedPnl"));
            await tab.ShouldEqualAsync("cash", Number(summary, "cash"));
            await tab.ShouldEqualAsync("fees", Number(summary, "fees"));
            await tab.ShouldEqualAsync("max-drawdown", Number(summary, "maxDrawdown"));
            await tab.ShouldEqualAsync("drawdown", Number(portfolio, "drawdown"));
            await tab.ShouldEqualAsync("exposure", Number(portfolio.GetProperty("risk"), "grossExposure"));
            await tab.ShouldEqualAsync("health-fills", Number(summary, "fills"));
            await tab.ShouldEqualAsync("health-events", Number(summary, "bars"));
            await tab.ShouldEqualAsync("health-refusals", Number(summary, "refusedOrders"));
            await CheckTodayAsync(tab, portfolio);

            // As a trader reads it.
            Assert.Equal("99,922.71", await tab.At("equity").InnerTextAsync());
            Assert.Equal("−77.29", (await tab.At("total-pnl").InnerTextAsync()).TrimStart('▼', ' '));
            Assert.Equal("−0.08 %", await tab.At("max-drawdown").InnerTextAsync());
            await Assertions.Expect(tab.At("event-time")).ToContainTextAsync("2026-03-27 19:59:00");

            await CheckContributionsAsync(tab, book);
            var latest = run.Results.TradeLog[^12..].Reverse().Select(row => Price(row.Split(',')[4])).ToList();
            await Tab.UntilAsync(
                async () => latest.SequenceEqual((await tab.ValuesAsync("latest-fills", "price")).Select(Price)),
                () => $"the latest fills are not at {string.Join(' ', latest)}");
            Assert.Equal(0, await tab.At("positions").Locator("tbody tr").CountAsync());
            Assert.True(await tab.ColorsAsync("equity-chart") > 5, "the curve is not drawn");
        });
    }

    [Fact]
    public async Task Trades_FinishedRun_AreTheRowsOfTheTradeLog() =>
        await browser.UseAsync(new Uri(run.Served.Address, "#/trades"), Screen.Desktop, async tab =>
        {
            await Assertions.Expect(tab.At("page-range")).ToHaveTextAsync("1–50 of 1,466", new() { Timeout = 30_000 });
            var log = run.Results.TradeLog[1..].Select(row => row.Split(',')).Reverse().Take(50).ToList();
            Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{1_466 - i}"), await tab.ValuesAsync("trades-table", "number"));
            Assert.Equal(log.Select(row => row[0]), await tab.ValuesAsync("trades-table", "time"));
            Assert.Equal(log.Select(row => row[1]), await tab.ValuesAsync("trades-table", "symbol"));
            Assert.Equal(log.Select(row => row[2]), (await tab.ValuesAsync("trades-table", "side")).Select(side => side.ToUpperInvariant()));
            foreach (var (column, field) in ((string, int)[])[("quantity", 3), ("price", 4), ("notional", 5), ("cash", 6), ("equity", 7)])
                Assert.Equal(log.Select(row => Price(row[field])), (await tab.ValuesAsync("trades-table", column)).Select(Price));
        });

    [Fact]
    public async Task Orders_FinishedRun_AreThoseOfTheApi()
    {
        var answer = await run.Served.GetAsync("/api/portfolios/default/orders?order=desc&limit=50");
        var orders = answer.GetProperty("items").EnumerateArray().ToList();
        await browser.UseAsync(new Uri(run.Served.Address, "#/orders"), Screen.Desktop, async tab =>
        {
            await Assertions.Expect(tab.At("page-range")).ToContainTextAsync("1–50 of ", new() { Timeout = 30_000 });
            await Assertions.Expect(tab.At("load-note")).ToBeEmptyAsync();
            Assert.Equal($"1–50 of {orders[0].GetProperty("number").GetInt64():N0}", await tab.At("page-range").InnerTextAsync());
            foreach (var (column, name) in ((string, string)[])[("number", "number"), ("time", "time"), ("symbol", "symbol"), ("role", "role"), ("type", "type"), ("decision", "refusal")])
                Assert.Equal(orders.Select(order => order.GetProperty(name).ToString()), await tab.ValuesAsync("orders-table", column));
        });
    }

    [Fact]
    public async Task Strategies_FinishedRun_ShowTheFiguresOfTheSummary()
    {
        var strategy = (await run.Served.GetAsync("/api/portfolios/default/strategies")).GetProperty("strategies")[0];
        var summary = run.Summary;
        await browser.UseAsync(new Uri(run.Served.Address, "#/strategies"), Screen.Desktop, async tab =>
        {
            var panel = tab.At("strategy-lss");
            await tab.ShouldEqualAsync("strategy-win-rate", Number(summary, "winRate"), panel);
            await tab.ShouldEqualAsync("strategy-profit-factor", Number(summary, "profitFactor"), panel);
            await tab.ShouldEqualAsync("strategy-realized-pnl", Number(summary, "realizedPnl"), panel);
            await tab.ShouldEqualAsync("strategy-unrealized-pnl", Number(summary, "unrealizedPnl"), panel);
            await tab.ShouldEqualAsync("strategy-fees", Number(summary, "fees"), panel);
            await tab.ShouldEqualAsync("strategy-round-trips", Number(summary, "trades"), panel);
            foreach (var (id, name) in ((string, string)[])[
                ("total-pnl", "totalPnl"), ("signals", "signals"), ("accepted", "accepted"), ("refused", "refused"), ("wins", "wins"), ("losses", "losses")])
                await tab.ShouldEqualAsync($"strategy-{id}", Number(strategy, name), panel);
            Assert.Equal($"{Number(summary, "winRate") * 100:N2} %", await panel.GetByTestId("strategy-win-rate").InnerTextAsync());

            var settings = strategy.GetProperty("settings").EnumerateArray().ToList();
            Assert.True(settings.Count > 10, $"{settings.Count} settings");
            foreach (var name in (string[])["key", "value", "description"])
                Assert.Equal(settings.Select(setting => setting.GetProperty(name).GetString()), await tab.ValuesAsync("strategy-settings", name));
            Assert.Equal("Trades " + FinishedRun.Stocks.Replace(",", ", ", StringComparison.Ordinal), await panel.GetByTestId("strategy-symbols").InnerTextAsync());
        });
    }

    [Fact]
    public async Task Symbol_EveryStock_ShowsItsLastBarWithItsFigures() =>
        await browser.UseAsync(new Uri(run.Served.Address, "#/symbol"), Screen.Desktop, async tab =>
        {
            // Without a name, the first one.
            await Assertions.Expect(tab.At("symbol-name")).ToHaveTextAsync("AAPL", new() { Timeout = 30_000 });
            var pictures = new HashSet<string>();
            foreach (var symbol in FinishedRun.Stocks.Split(','))
            {
                var chart = await run.Served.GetAsync($"/api/symbols/{symbol}/chart?limit=1000");
                var bars = chart.GetProperty("bars").EnumerateArray().ToList();
                var plots = chart.GetProperty("plots");
                Assert.Equal(1_000, bars.Count);
                await tab.At($"symbol-{symbol}").ClickAsync();
                await Assertions.Expect(tab.At("symbol-name")).ToHaveTextAsync(symbol);
                foreach (var name in (string[])["open", "high", "low", "close"])
                    await tab.ShouldEqualAsync($"legend-{name}", Number(bars[^1], name));
                foreach (var name in (string[])["fast", "slow", "atr"])
                    await tab.ShouldEqualAsync($"legend-{name}", plots.GetProperty($"default/lss/{name}")[999].GetDouble());
                await tab.ShouldEqualAsync("symbol-mark", Number(bars[^1], "close"));
                await tab.ShouldEqualAsync($"mark-{symbol}", Number(bars[^1], "close"));
                Assert.Equal(Number(bars[^1], "close").ToString("N2", CultureInfo.InvariantCulture), await tab.At("symbol-mark").InnerTextAsync());
                var state = await run.Served.GetAsync($"/api/symbols/{symbol}");
                await Assertions.Expect(tab.At("symbol-feed")).ToContainTextAsync($"{state.GetProperty("bars").GetInt64():N0} bars");
                await tab.ShouldShowAsync("no-book");
                await tab.ShouldHideAsync("ladder");
                Assert.True(await tab.ColorsAsync("symbol-chart") > 5, $"the chart of {symbol} is not drawn");
                Assert.True(pictures.Add(await tab.PictureAsync("symbol-chart")), $"the chart of {symbol} looks like another's");
            }
        });

    [Fact]
    public async Task Symbol_PointerOnABar_ShowsThatBar()
    {
        var chart = await run.Served.GetAsync("/api/symbols/NVDA/chart?limit=1000");
        var bars = chart.GetProperty("bars").EnumerateArray().Select(bar => (Open: Number(bar, "open"), Close: Number(bar, "close"))).ToList();
        var fast = chart.GetProperty("plots").GetProperty("default/lss/fast").EnumerateArray().Select(value => value.GetDouble()).ToList();
        await browser.UseAsync(new Uri(run.Served.Address, "#/symbol/NVDA"), Screen.Desktop, async tab =>
        {
            await tab.ShouldEqualAsync("legend-close", bars[^1].Close);
            await tab.ShouldShowAsync("symbol-chart");
            var box = (await tab.At("symbol-chart").BoundingBoxAsync())!;

            // From the left, bar by bar: each is the one after the one before, with the figures after it.
            var seen = new List<int>();
            for (var x = box.Width * 0.3f; x < box.Width * 0.5f; x += 4)
            {
                await tab.Page.Mouse.MoveAsync(box.X + x, box.Y + box.Height / 3);
                await tab.FrameAsync();
                var open = double.Parse(await tab.ValueAsync("legend-open"), CultureInfo.InvariantCulture);
                var close = double.Parse(await tab.ValueAsync("legend-close"), CultureInfo.InvariantCulture);
                var average = double.Parse(await tab.ValueAsync("legend-fast"), CultureInfo.InvariantCulture);
                var index = Enumerable.Range(0, bars.Count).FirstOrDefault(i => bars[i] == (open, close) && fast[i].Equals(average), -1);
                Assert.True(index >= 0, $"there is no bar from {open} to {close} with an average of {average}");
                seen.Add(index);
            }

            Assert.Equal(seen.Order(), seen);
            Assert.InRange(seen.Distinct().Count(), 10, 200);
        });
    }

    private static async Task CheckContributionsAsync(Tab tab, JsonElement book)
    {
        var symbols = book.GetProperty("symbols").EnumerateArray().OrderByDescending(row => Number(row, "totalPnl")).ToList();
        Assert.Equal(6, symbols.Count);
        Assert.Equal(symbols.Select(row => row.GetProperty("symbol").GetString()), await tab.ValuesAsync("contributions", "symbol"));
        foreach (var (column, name) in ((string, string)[])[("total", "totalPnl"), ("realized", "realizedPnl"), ("unrealized", "unrealizedPnl"), ("fees", "fees")])
            Assert.Equal(symbols.Select(row => Number(row, name)), (await tab.ValuesAsync("contributions", column)).Select(value => double.Parse(value, CultureInfo.InvariantCulture)));
    }

    private async Task CheckTodayAsync(Tab tab, JsonElement portfolio)
    {
        var day = portfolio.GetProperty("time").GetString()![..10];
        var before = run.Results.TradeLog[1..].Last(row => string.CompareOrdinal(row, day) < 0);
        var expected = Number(portfolio, "equity") - double.Parse(before.Split(',')[7], CultureInfo.InvariantCulture);
        await Tab.UntilAsync(
            async () => double.TryParse(await tab.ValueAsync("today-pnl"), CultureInfo.InvariantCulture, out var today) && Math.Abs(today - expected) < 0.001,
            () => $"today's P&L is not {expected}");
    }

    private static double Number(JsonElement from, string name) => from.GetProperty(name).GetDouble();

    // The trade log has four decimals.
    private static decimal Price(string text) => decimal.Round(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), 4);
}

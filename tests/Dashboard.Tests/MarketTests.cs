using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using TradeBooks.Dashboard.Tests.Browsing;
using TradeBooks.Dashboard.Tests.Hosts;
using TradeBooks.Tests.Markets;

namespace TradeBooks.Dashboard.Tests;

/// <summary>Books and connections of an ingest in the page, held against the API and the exchange.</summary>
public sealed class MarketTests(ChromiumBrowser browser)
{
    [Fact]
    public async Task Book_MarketStandsStill_FiguresAreTheApis()
    {
        await using var host = await ServedMarket.StartBinanceAsync();
        await browser.UseAsync(new Uri(host.Served.Address, "#/symbol/x0usdt"), Screen.Desktop, async tab =>
        {
            await tab.ShouldBeAsync("book-state", "data-state", "synced");
            await tab.ShouldShowAsync("symbol-mark");
            var book = await StandStillAsync(host, tab, "x0usdt");
            Assert.Equal("In sync", await tab.At("book-state").InnerTextAsync());
            foreach (var (id, name) in new[] { ("mid", "mid"), ("spread", "spread"), ("microprice", "microprice"), ("imbalance", "imbalance") })
                await tab.ShouldEqualAsync(id, book.GetProperty(name).GetDouble());
            await tab.ShouldEqualAsync("book-resyncs", book.GetProperty("counters").GetProperty("resyncs").GetDouble());
            await tab.ShouldEqualAsync("book-checksums", 0);
            var (asks, bids) = (Rows(book, "asks"), Rows(book, "bids"));
            Assert.NotEmpty(asks);
            await ShouldHaveRowsAsync(tab, "asks", [.. asks.AsEnumerable().Reverse()]);
            await ShouldHaveRowsAsync(tab, "bids", bids);
            await tab.ShouldEqualAsync("depth-curve", Math.Max(asks[^1].Sum, bids[^1].Sum));

            // Prices have the decimals that the exchange's need.
            var state = await host.Served.GetAsync("/api/symbols/x0usdt");
            Assert.Equal(1, state.GetProperty("pricePrecision").GetInt32());
            Assert.Equal(
                bids[0].Price.ToString("N1", CultureInfo.InvariantCulture),
                await tab.At("bids").Locator("td").First.InnerTextAsync());

            // Fewer levels: the imbalance is of those.
            await tab.At("book-levels").SelectOptionAsync("10");
            var some = await host.Served.GetAsync("/api/symbols/x0usdt/book?levels=10");
            await tab.ShouldEqualAsync("imbalance", some.GetProperty("imbalance").GetDouble());
        });
    }

    [Fact]
    public async Task Book_MarketMoves_FollowsItWithAgeAndRate()
    {
        await using var host = await ServedMarket.StartBinanceAsync();
        await browser.UseAsync(new Uri(host.Served.Address, "#/symbol/x0usdt"), Screen.Desktop, async tab =>
        {
            await tab.ShouldBeAsync("book-state", "data-state", "synced");
            await Tab.UntilAsync(
                async () => double.TryParse(await tab.ValueAsync("book-rate"), CultureInfo.InvariantCulture, out var rate) && rate > 5,
                () => "no rate of updates");
            Assert.Matches("^[0-9.]+ s ago$", await tab.At("book-age").InnerTextAsync());
            var first = await tab.ValueAsync("mid");
            await Tab.UntilAsync(async () => await tab.ValueAsync("mid") != first, () => "the mid stands still");

            // What the page keeps does not grow with what comes.
            var rows = await tab.Page.Locator("[data-testid='ladder'] tr").CountAsync();
            Assert.InRange(rows, 3, 26);
            host.Market.IsMoving = false;
            await Tab.UntilAsync(
                async () => double.Parse(await tab.ValueAsync("book-age"), CultureInfo.InvariantCulture) > 1_500,
                () => "the last update's age does not grow");
        });
    }

    [Fact]
    public async Task Book_UpdateLost_ShowsTheResync()
    {
        await using var host = await ServedMarket.StartBinanceAsync();
        await browser.UseAsync(new Uri(host.Served.Address, "#/symbol/x1usdt"), Screen.Desktop, async tab =>
        {
            await tab.ShouldBeAsync("book-state", "data-state", "synced");
            await tab.ShouldEqualAsync("book-resyncs", 0);
            host.Market.Faults = new MarketFaults { Drop = 3, RefuseRequest = 1 };

            // Without an answer over REST the book stays out of sync, and says why.
            await tab.ShouldBeAsync("book-state", "data-state", "lost");
            Assert.Equal("Not in sync", await tab.At("book-state").InnerTextAsync());
            await tab.ShouldShowAsync("book-reason");
            await tab.ShouldHideAsync("ladder");
            Assert.StartsWith("No levels are shown: ", await tab.At("book-reason").InnerTextAsync(), StringComparison.Ordinal);
            await Tab.UntilAsync(() => Task.FromResult(host.Market.Refusals > 0), () => "nothing was asked over REST");
            host.Market.Faults = MarketFaults.None;
            await tab.ShouldBeAsync("book-state", "data-state", "synced");
            await tab.ShouldShowAsync("ladder");
            await tab.ShouldHideAsync("book-reason");
            var resyncs = (await host.Served.GetAsync("/api/symbols/x1usdt/book")).GetProperty("counters").GetProperty("resyncs").GetDouble();
            Assert.True(resyncs >= 1, "no resync was counted");
            await tab.ShouldEqualAsync("book-resyncs", resyncs);

            await tab.GoAsync("#/connections");
            await Tab.UntilAsync(async () => await CellAsync(tab, "resyncs") >= 1, () => "no resync of the connection");
            await Tab.UntilAsync(async () => await CellAsync(tab, "refusals") >= 1, () => "no refusal of the connection");
        });
    }

    [Fact]
    public async Task Connection_Lost_SaysSoAndRecovers()
    {
        await using var host = await ServedMarket.StartKrakenAsync();
        await browser.UseAsync(new Uri(host.Served.Address, "#/connections"), Screen.Desktop, async tab =>
        {
            await tab.ShouldBeLiveAsync();
            await Assertions.Expect(tab.Cells("connections-table", "state")).ToHaveTextAsync("Connected");
            await tab.ShouldEqualAsync("connections-up", 1);
            await tab.ShouldEqualAsync("books-in-sync", 2);
            await Tab.UntilAsync(async () => await CellAsync(tab, "framesPerSecond") > 5, () => "no rate of frames");
            Assert.Equal("kraken 1", await tab.Cells("connections-table", "connection").InnerTextAsync());
            Assert.Equal(2, await CellAsync(tab, "symbols"));
            Assert.InRange(await CellAsync(tab, "averageLatency"), 0, 10_000);
            await tab.GoAsync("#/symbol/X0%2FUSD");
            await tab.ShouldBeAsync("book-state", "data-state", "synced");
            var messages = await MessagesAsync(host, "X0%2FUSD");

            // The exchange takes nobody back for a while.
            host.Market.IsClosed = true;
            host.Market.Disconnect();
            await tab.ShouldBeAsync("book-state", "data-state", "lost");
            await Assertions.Expect(tab.At("book-reason")).ToContainTextAsync("the connection is down");
            await tab.ShouldHideAsync("ladder");
            await tab.GoAsync("#/connections");
            await Assertions.Expect(tab.Cells("connections-table", "state")).ToHaveTextAsync("Not connected");
            await tab.ShouldEqualAsync("books-in-sync", 0);
            host.Market.IsClosed = false;
            await Assertions.Expect(tab.Cells("connections-table", "state")).ToHaveTextAsync("Connected", new() { Timeout = 30_000 });
            await tab.ShouldEqualAsync("books-in-sync", 2);
            Assert.True(await CellAsync(tab, "reconnects") >= 1, "no reconnection is counted");
            await tab.GoAsync("#/symbol/X0%2FUSD");
            await tab.ShouldBeAsync("book-state", "data-state", "synced");

            // What a book has counted outlives its connection.
            Assert.True(await MessagesAsync(host, "X0%2FUSD") > messages, "the counters have begun anew");
        });
    }

    [Fact]
    public async Task Connection_FiguresStandStill_AreTheApis()
    {
        await using var host = await ServedMarket.StartKrakenAsync();
        host.Market.SendAll("<html>Bad Gateway</html>");
        await browser.UseAsync(new Uri(host.Served.Address, "#/connections"), Screen.Phone, async tab =>
        {
            await Tab.UntilAsync(
                async () => await tab.Cells("connections-table", "badFrames").CountAsync() == 1 && await CellAsync(tab, "badFrames") == 1,
                () => "the bad frame is not shown");
            host.Market.IsMoving = false;
            var api = (await host.Served.UntilAsync(
                "/api/connections", answer => answer.GetProperty("connections")[0].GetProperty("framesPerSecond").GetDouble() == 0)).GetProperty("connections")[0];
            await Tab.UntilAsync(async () => await CellAsync(tab, "framesPerSecond") == 0, () => "the rate does not end");
            foreach (var (column, name) in new[]
            {
                ("inSync", "inSync"), ("latency", "latencyMilliseconds"), ("averageLatency", "averageLatencyMilliseconds"),
                ("resyncs", "resyncs"), ("badFrames", "badFrames"), ("refusals", "refusals"), ("bytesPerSecond", "bytesPerSecond"),
            })
            {
                Assert.Equal(api.GetProperty(name).GetDouble(), await CellAsync(tab, column));
            }
        });
    }

    [Fact]
    public async Task Views_HostWithoutPortfolio_AreBooksAndConnections()
    {
        await using var host = await ServedMarket.StartBinanceAsync();
        await browser.UseAsync(host.Served.Address, Screen.Desktop, async tab =>
        {
            await tab.ShouldBeLiveAsync();
            await tab.ShouldShowAsync("connections-table");
            Assert.Equal("Market data", await tab.At("portfolio").InnerTextAsync());
            foreach (var view in (string[])["overview", "trades", "orders", "strategies"])
            {
                await tab.ShouldHideAsync("nav-" + view);
                await tab.GoAsync("#/" + view);
                await Assertions.Expect(tab.Page).ToHaveURLAsync(new Uri(host.Served.Address, "#/connections").AbsoluteUri);
            }

            // The first key is the first view.
            await tab.Page.Keyboard.PressAsync("2");
            await tab.ShouldShowAsync("symbol-x0usdt");
            await tab.ShouldBeAsync("book-state", "data-state", "synced");
            await Assertions.Expect(tab.At("symbol-chart")).ToHaveCountAsync(0);
            await Assertions.Expect(tab.At("symbol-pause")).ToHaveCountAsync(0);
            await tab.Page.Keyboard.PressAsync("]");
            await tab.ShouldBeAsync("symbol-x1usdt", "aria-current", "page");
            await tab.Page.Keyboard.PressAsync("1");
            await tab.ShouldShowAsync("connections-table");
            await Tab.UntilAsync(async () => await tab.ValueAsync("events-rate") is not ("" or "0"), () => "no rate of events");
        });
    }

    private static List<(double Price, double Quantity, double Sum)> Rows(JsonElement book, string side) =>
    [
        .. book.GetProperty(side).EnumerateArray().Take(12).Select(level =>
            (level.GetProperty("price").GetDouble(), level.GetProperty("quantity").GetDouble(), level.GetProperty("sum").GetDouble())),
    ];

    private static Task ShouldHaveRowsAsync(Tab tab, string side, List<(double Price, double Quantity, double Sum)> expected) => Tab.UntilAsync(
        async () => expected.SequenceEqual(await RowsAsync(tab, side)), () => $"the {side} are not {string.Join(' ', expected)}");

    private static async Task<List<(double Price, double Quantity, double Sum)>> RowsAsync(Tab tab, string side)
    {
        var rows = await tab.At(side).EvaluateAsync<double[][]>(
            "side => [...side.rows].map(row => [row.dataset.value, row.dataset.quantity, row.dataset.sum].map(Number))");
        return [.. rows.Select(row => (row[0], row[1], row[2]))];
    }

    // NaN, which is like no other number, as long as there is no row.
    private static async Task<double> CellAsync(Tab tab, string column) =>
        double.Parse((await tab.ValuesAsync("connections-table", column)).SingleOrDefault() ?? "NaN", CultureInfo.InvariantCulture);

    private static async Task<long> MessagesAsync(ServedMarket host, string symbol) =>
        (await host.Served.GetAsync($"/api/symbols/{symbol}/book")).GetProperty("counters").GetProperty("messages").GetInt64();

    // Until the page has the last of it: the counters tell.
    private static async Task<JsonElement> StandStillAsync(ServedMarket host, Tab tab, string symbol)
    {
        host.Market.IsMoving = false;
        var path = $"/api/symbols/{symbol}/book?levels=50";
        var before = -1L;
        await host.Served.UntilAsync(path, book =>
        {
            var messages = book.GetProperty("counters").GetProperty("messages").GetInt64();
            var isStill = messages == before;
            before = messages;
            return isStill && AgeOf(book) > TimeSpan.FromSeconds(1);
        });
        await Tab.UntilAsync(
            async () => double.Parse(await tab.ValueAsync("book-age"), CultureInfo.InvariantCulture) > 1_000,
            () => "the page has not seen the last update");
        return await host.Served.GetAsync(path);
    }

    private static TimeSpan AgeOf(JsonElement book) =>
        book.GetProperty("asOf").GetDateTimeOffset() - book.GetProperty("receivedTime").GetDateTimeOffset();
}

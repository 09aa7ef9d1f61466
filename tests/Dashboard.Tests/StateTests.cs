using Microsoft.Playwright;
using TradeBooks.Dashboard.Tests.Browsing;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Tests;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Dashboard.Tests;

/// <summary>States of a host that a real run can't be brought into at will: nothing yet, away, gone, locked, with depth.</summary>
public sealed class StateTests(ChromiumBrowser browser)
{
    private const string Away = "^answer 503|status of 503";

    [Fact]
    public async Task Page_BeforeTheFirstEvent_SaysWhatIsToCome()
    {
        var desk = new FakeDesk { HasTraded = false };
        desk.Trades.Clear();
        desk.Orders.Clear();
        await using var api = await ApiHost.StartAsync(desk: desk);
        await browser.UseAsync(api.Address, Screen.Desktop, async tab =>
        {
            await tab.ShouldBeLiveAsync();
            await tab.ShouldEqualAsync("health-fills", 0);
            Assert.Equal("–", (await tab.At("event-time").InnerTextAsync())[..1]);
            foreach (var text in (string[])["No equity yet", "No fill yet.", "No open position."])
                await Assertions.Expect(tab.Page.GetByText(text)).ToBeVisibleAsync();
            await tab.GoAsync("#/trades");
            await Assertions.Expect(tab.Page.GetByText("No trade yet.")).ToBeVisibleAsync();
            await tab.GoAsync("#/orders");
            await Assertions.Expect(tab.Page.GetByText("No order was decided yet.")).ToBeVisibleAsync();
            await tab.GoAsync("#/strategies");
            await Assertions.Expect(tab.At("strategy-win-rate")).ToHaveTextAsync("–");
            await Assertions.Expect(tab.At("strategy-profit-factor")).ToHaveTextAsync("–");

            // The first ones come by themselves.
            await tab.GoAsync("#/trades");
            await Assertions.Expect(tab.Page.GetByText("No trade yet.")).ToBeVisibleAsync();
            Fill(desk, 1);
            await Assertions.Expect(tab.At("page-range")).ToHaveTextAsync("1–1 of 1");
        });
    }

    [Fact]
    public async Task Page_HostAwayThenBack_SaysSoAndGoesOn()
    {
        var desk = new FakeDesk { IsAway = true };
        await using var api = await ApiHost.StartAsync(desk: desk);
        await browser.UseAsync(
            api.Address,
            Screen.Desktop,
            async tab =>
            {
                await tab.ShouldBeAsync("connection", "data-state", "away");
                await tab.ShouldShowAsync("connection-banner");
                await Assertions.Expect(tab.At("connection-text")).ToContainTextAsync("away");
                await Assertions.Expect(tab.At("connection-countdown")).ToContainTextAsync("Next try in");
                desk.IsAway = false;
                await tab.ShouldBeLiveAsync();
                await tab.ShouldHideAsync("connection-banner");
                await tab.ShouldEqualAsync("max-drawdown", 0.00078223);

                // Away again behind an open stream: what can't be fetched is said in the view.
                desk.IsAway = true;
                await tab.GoAsync("#/strategies");
                await Assertions.Expect(tab.Page.GetByRole(AriaRole.Alert).Filter(new() { Visible = true })).ToContainTextAsync("could not be fetched");
                desk.IsAway = false;
                Equity(desk);
                await tab.ShouldEqualAsync("strategy-signals", 20);
                await Assertions.Expect(tab.Page.GetByRole(AriaRole.Alert).Filter(new() { Visible = true })).ToHaveCountAsync(0);
            },
            Away);
    }

    [Fact]
    public async Task Page_ServerGoneThenBack_SaysSoAndGoesOn()
    {
        var address = $"http://127.0.0.1:{LoopbackPort.Free()}";
        var api = await ApiHost.StartAsync(address: address);
        try
        {
            await browser.UseAsync(
                api.Address,
                Screen.Desktop,
                async tab =>
                {
                    await tab.ShouldEqualAsync("health-fills", 25);
                    await api.DisposeAsync();
                    await tab.ShouldBeAsync("connection", "data-state", "waiting");
                    await tab.ShouldShowAsync("retry");

                    // Those who press the button do not wait.
                    for (var i = 0; i < 6 && await tab.At("connection").GetAttributeAsync("data-state") != "gone"; i++)
                    {
                        await tab.At("retry").ClickAsync();
                        await tab.ShouldShowAsync("retry");
                    }

                    await tab.ShouldBeAsync("connection", "data-state", "gone");
                    await Assertions.Expect(tab.At("connection-text")).ToContainTextAsync("Start it again");
                    var desk = new FakeDesk();
                    Fill(desk, 26);
                    api = await ApiHost.StartAsync(desk: desk, address: address);
                    await tab.At("retry").ClickAsync();
                    await tab.ShouldBeLiveAsync();
                    await tab.ShouldEqualAsync("health-fills", 26);
                },
                "ERR_");
        }
        finally
        {
            await api.DisposeAsync();
        }
    }

    [Fact]
    public async Task Page_KeyNeededForReading_IsAskedForIt()
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey(("Api:RequireKey", "true")));
        await browser.UseAsync(
            api.Address,
            Screen.Desktop,
            async tab =>
            {
                await tab.ShouldShowAsync("key-dialog");
                await tab.ShouldBeAsync("connection", "data-state", "denied");
                await tab.At("key-input").FillAsync("no key at all");
                await tab.At("key-ok").ClickAsync();
                await Assertions.Expect(tab.At("key-reason")).ToContainTextAsync("This is no key");
                await tab.At("key-input").FillAsync("0123456789abcdef");
                await tab.At("key-ok").ClickAsync();
                await Assertions.Expect(tab.At("key-reason")).ToContainTextAsync("not known");
                await tab.Page.Keyboard.PressAsync("Escape");
                await tab.ShouldHideAsync("key-dialog");
                await tab.At("enter-key").ClickAsync();
                await tab.At("key-input").FillAsync(ApiHost.Key);
                await tab.At("key-ok").ClickAsync();
                await tab.ShouldBeLiveAsync();
                await tab.ShouldEqualAsync("max-drawdown", 0.00078223);
            },
            "^answer 401: GET|status of 401");
    }

    [Fact]
    public async Task Symbol_WithDepth_ShowsItsLadder()
    {
        await using var api = await ApiHost.StartAsync();
        await browser.UseAsync(new Uri(api.Address, "#/symbol/AAPL"), Screen.Desktop, async tab =>
        {
            await tab.ShouldShowAsync("ladder");
            await tab.ShouldHideAsync("no-book");
            Assert.Equal(["100.30", "2.00", "9.50", "100.20", "7.50", "7.50"], await tab.At("asks").Locator("td").AllInnerTextsAsync());
            Assert.Equal(["100.00", "5.00", "5.00", "99.90", "1.25", "6.25"], await tab.At("bids").Locator("td").AllInnerTextsAsync());
            foreach (var (id, text) in new[]
            {
                ("spread", "0.20"), ("mid", "100.100"), ("microprice", "100.080"), ("imbalance", "−0.206"), ("book-resyncs", "1"),
                ("book-checksums", "3"), ("book-state", "In sync"),
            })
            {
                await Assertions.Expect(tab.At(id)).ToHaveTextAsync(text);
            }

            // The book is asked for by itself.
            await Assertions.Expect(tab.Cells("working-orders", "role")).ToHaveCountAsync(1);
            Assert.Equal(["stopLoss"], await tab.ValuesAsync("working-orders", "role"));
            Assert.Equal(["99.25"], await tab.ValuesAsync("working-orders", "stop"));
            await Assertions.Expect(tab.At("legend-surge")).ToHaveTextAsync("Activity surge");
            await tab.At("symbol-MSFT").ClickAsync();
            await tab.ShouldShowAsync("no-book");
            await tab.ShouldHideAsync("ladder");
        });
    }

    [Fact]
    public async Task Live_FillToldTwiceAndReset_ShowsEachRowOnce()
    {
        var desk = new FakeDesk();
        await using var api = await ApiHost.StartAsync(desk: desk);
        await browser.UseAsync(new Uri(api.Address, "#/trades"), Screen.Desktop, async tab =>
        {
            await tab.ShouldBeLiveAsync();
            await Assertions.Expect(tab.At("page-range")).ToHaveTextAsync("1–25 of 25");
            var fill = Fill(desk, 26);
            desk.Feed.Publish(FakeDesk.Portfolio, new LiveEvent(0, LiveKind.Fill) { Fill = fill });
            Fill(desk, 27);
            await Assertions.Expect(tab.At("page-range")).ToHaveTextAsync("1–27 of 27");

            // Missed ones are fetched after a reset.
            for (var number = 28; number <= 30; number++)
                desk.Trades.Add(fill with { Number = number });
            desk.Feed.Reset(FakeDesk.Portfolio);
            await Assertions.Expect(tab.At("page-range")).ToHaveTextAsync("1–30 of 30");
            Assert.Equal(Enumerable.Range(1, 30).Reverse().Select(number => $"{number}"), await tab.ValuesAsync("trades-table", "number"));
        });
    }

    private static TradeView Fill(FakeDesk desk, int number)
    {
        var fill = new TradeView(
            number, $"default/lss/AAPL/r{number}/0", 0, "lss", "AAPL", FakeDesk.At(number), OrderRole.Entry, Side.Buy, 10, 100.25m, 0.05m, 1002.5m,
            98_997.45m, 100_000m);
        desk.Trades.Add(fill);
        desk.Feed.Publish(FakeDesk.Portfolio, new LiveEvent(0, LiveKind.Fill) { Fill = fill });
        return fill;
    }

    private static void Equity(FakeDesk desk) => desk.Feed.Publish(
        FakeDesk.Portfolio,
        new LiveEvent(0, LiveKind.Equity) { Equity = new EquityPoint(FakeDesk.At(26), 98_997.45m, FakeDesk.Cash, 12.5m, -2.25m) });
}

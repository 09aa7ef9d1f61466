using System.Net;
using System.Text.Json;
using TradeBooks.Domain.Orders;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Web.Tests;

/// <summary>What answers say.</summary>
public sealed class ContentTests
{
    [Fact]
    public async Task ProfitBook_OfThePortfolio_AddsUpExactly()
    {
        await using var api = await ApiHost.StartAsync();
        var text = await TextAsync(api, "/api/profit-book?from=2026-03-12T13:55:00Z&to=2026-03-12T13:57:00Z");
        using var book = JsonDocument.Parse(text);
        var root = book.RootElement;
        Assert.Contains("\"initialCash\":100000.000000000001,", text, StringComparison.Ordinal);
        Assert.Equal("2026-03-12T14:18:00.000Z", root.GetProperty("time").GetString());
        Assert.Equal(10.25m, root.GetProperty("totalPnl").GetDecimal());
        Assert.Equal(
            root.GetProperty("equity").GetDecimal() - root.GetProperty("initialCash").GetDecimal(), root.GetProperty("totalPnl").GetDecimal());
        var symbols = root.GetProperty("symbols").EnumerateArray().ToList();
        Assert.Equal(["AAPL", "MSFT"], symbols.Select(symbol => symbol.GetProperty("symbol").GetString()));
        Assert.Equal(
            [(5m, 10.5m, -2.25m, 8.25m, 1m), (0m, 2m, 0m, 2m, 0.25m)],
            symbols.Select(symbol => (
                symbol.GetProperty("quantity").GetDecimal(), symbol.GetProperty("realizedPnl").GetDecimal(),
                symbol.GetProperty("unrealizedPnl").GetDecimal(), symbol.GetProperty("totalPnl").GetDecimal(),
                symbol.GetProperty("fees").GetDecimal())));
        Assert.Equal(
            ["2026-03-12T13:55:00.000Z", "2026-03-12T13:56:00.000Z", "2026-03-12T13:57:00.000Z"],
            root.GetProperty("series").EnumerateArray().Select(point => point.GetProperty("time").GetString()));
    }

    [Theory]
    [InlineData("", 25)]
    [InlineData("&symbol=MSFT", 5)]
    public async Task Trades_PageByPage_AreAllThereOnce(string query, int expected)
    {
        await using var api = await ApiHost.StartAsync();
        var numbers = new List<long>();
        var address = $"/api/portfolios/default/trades?limit=4{query}";
        while (address is not null)
        {
            using var response = await api.GetAsync(address);
            using var page = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            var items = page.RootElement.GetProperty("items").EnumerateArray().ToList();
            Assert.InRange(items.Count, 1, 4);
            numbers.AddRange(items.Select(item => item.GetProperty("number").GetInt64()));
            address = page.RootElement.GetProperty("nextLink").GetString();
            Assert.Equal(address is not null, response.Headers.TryGetValues("Link", out var links));
            if (address is not null)
                Assert.Equal([$"<{address}>; rel=\"next\""], links!);
        }

        Assert.Equal(api.Desk.Trades.Where(t => query == "" || t.Symbol == "MSFT").Select(t => t.Number), numbers);
        Assert.Equal(expected, numbers.Count);
    }

    [Theory]
    [InlineData("orders", "refused=true", "7")]
    [InlineData("orders", "refused=false&order=desc", "6 5 4 3 2 1")]
    [InlineData("orders", "order=ASC&side=sell", "")]
    [InlineData("trades", "order=desc&symbol=MSFT", "25 20 15 10 5")]
    [InlineData("trades", "order=desc&symbol=MSFT&side=sell", "20 10")]
    [InlineData("trades", "strategy=lss&side=buy&symbol=MSFT", "5 15 25")]
    [InlineData("trades", "strategy=other", "")]
    public async Task List_FilteredPageByPage_GivesThoseOnceInTheOrderAskedFor(string list, string query, string expected)
    {
        await using var api = await ApiHost.StartAsync();
        var numbers = new List<long>();
        for (var address = $"/api/portfolios/default/{list}?limit=2&{query}"; address is not null;)
        {
            using var page = JsonDocument.Parse(await TextAsync(api, address));
            numbers.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").GetInt64()));
            address = page.RootElement.GetProperty("nextLink").GetString();
        }

        Assert.Equal(expected, string.Join(' ', numbers));
    }

    [Fact]
    public async Task Chart_OfASymbol_HasAFigureOrNullForEveryBar()
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Equal(
            """
            {"symbol":"AAPL","time":"2026-03-12T13:56:00.000Z","pricePrecision":2,"isPaused":false,
            "bars":[{"time":"2026-03-12T13:54:00.000Z","open":100.0,"high":101.0,"low":99.0,"close":100.1,"volume":null},
            {"time":"2026-03-12T13:55:00.000Z","open":100.0,"high":101.0,"low":99.0,"close":100.1,"volume":null},
            {"time":"2026-03-12T13:56:00.000Z","open":100.0,"high":101.0,"low":99.0,"close":100.1,"volume":null}],
            "plots":{"default/lss/fast":[null,100.125,100.25],"default/lss/surge":[0,0,1]},
            "orders":[{"portfolio":"default","id":"default/lss/AAPL/r1/0/stop","strategy":"lss","role":"stopLoss","side":"sell",
            "type":"stop","quantity":10,"limitPrice":0,"stopPrice":99.25}]}
            """.ReplaceLineEndings(""),
            await TextAsync(api, "/api/symbols/AAPL/chart"));
        using var later = JsonDocument.Parse(await TextAsync(api, "/api/symbols/AAPL/chart?after=2026-03-12T13:54:00Z&limit=1"));
        Assert.Equal("2026-03-12T13:56:00.000Z", Assert.Single(later.RootElement.GetProperty("bars").EnumerateArray()).GetProperty("time").GetString());
        Assert.All(later.RootElement.GetProperty("plots").EnumerateObject(), plot => Assert.Equal(1, plot.Value.GetArrayLength()));
        using var none = JsonDocument.Parse(await TextAsync(api, "/api/symbols/AAPL/chart?after=2026-03-12T13:56:00Z"));
        Assert.Equal(0, none.RootElement.GetProperty("bars").GetArrayLength());
        Assert.Equal(0, none.RootElement.GetProperty("plots").GetProperty("default/lss/fast").GetArrayLength());
    }

    [Fact]
    public async Task Strategies_OfThePortfolio_SayWhatTheyAreAndHaveDone()
    {
        await using var api = await ApiHost.StartAsync();
        var text = await TextAsync(api, "/api/portfolios/default/strategies");
        Assert.StartsWith(
            """{"portfolio":"default","time":"2026-03-12T14:18:00.000Z","strategies":[{"id":"lss","type":"lss","isPaused":false,""",
            text, StringComparison.Ordinal);
        Assert.Contains(
            """
            "settings":[{"key":"fast","value":"5","description":"bars of the fast average"}],"symbols":["AAPL","MSFT"],
            "signals":20,"accepted":15,"refused":5,"roundTrips":12,"wins":7,"losses":5,
            """.ReplaceLineEndings(""),
            text, StringComparison.Ordinal);
        Assert.Contains(
            "\"realizedPnl\":12.500000000000001,\"unrealizedPnl\":-2.25,\"totalPnl\":10.250000000000001,\"fees\":1.25",
            text, StringComparison.Ordinal);
        api.Desk.HasTraded = false;
        text = await TextAsync(api, "/api/portfolios/default/strategies");
        Assert.Contains("\"time\":null", text, StringComparison.Ordinal);
        Assert.Contains("\"winRate\":null,\"profitFactor\":null", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TradeLog_Get_IsTheDesksBytes()
    {
        await using var api = await ApiHost.StartAsync();
        using var response = await api.GetAsync("/api/portfolios/default/order-book.csv");
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("order_book.csv", response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Equal(api.Desk.TradeLog, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Controls_HaltThenResume_ReachTheDesk()
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey());
        foreach (var (action, expected) in new[]
        {
            ("halt", Refusal.Halted), ("resume", Refusal.None), ("close-all", Refusal.Halted),
        })
        {
            using var response = await api.SendAsync(HttpMethod.Post, $"/api/portfolios/default/{action}", ApiHost.Key);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(expected, (await api.Desk.PortfolioAsync("default", TestContext.Current.CancellationToken)).Risk.Halt);
            using var risk = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(expected == Refusal.None ? "none" : "halted", risk.RootElement.GetProperty("halt").GetString());
        }
    }

    [Fact]
    public async Task Symbol_FigureThatIsNoNumber_IsNull()
    {
        await using var api = await ApiHost.StartAsync();
        using var json = JsonDocument.Parse(await TextAsync(api, "/api/symbols/AAPL/indicators"));
        var figures = json.RootElement.GetProperty("indicators");
        Assert.Equal(1.5, figures.GetProperty("default/lss/atr").GetDouble());
        Assert.Equal(JsonValueKind.Null, figures.GetProperty("default/lss/vwap").ValueKind);
    }

    [Theory]
    [InlineData(2, "2026-03-12T13:55:00.000Z")]
    [InlineData(100, "2026-03-12T13:54:00.000Z")]
    public async Task Bars_Limit_GivesTheLatest(int limit, string first)
    {
        await using var api = await ApiHost.StartAsync();
        using var json = JsonDocument.Parse(await TextAsync(api, $"/api/symbols/MSFT/bars?limit={limit}"));
        Assert.Equal(first, json.RootElement.GetProperty("bars")[0].GetProperty("time").GetString());
    }

    [Fact]
    public async Task Portfolio_BeforeTheFirstSlot_HasNoTime()
    {
        await using var api = await ApiHost.StartAsync();
        api.Desk.HasTraded = false;
        using var json = JsonDocument.Parse(await TextAsync(api, "/api/portfolios/default"));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("time").ValueKind);
    }

    private static async Task<string> TextAsync(ApiHost api, string path)
    {
        using var response = await api.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return text;
    }
}

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

using System.Net;
using System.Text.Json;
using TradeBooks.Domain.Desk;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Web.Tests;

/// <summary>Books and connections in the API.</summary>
public sealed class MarketTests
{
    [Fact]
    public async Task Book_InSync_HasItsLevelsWithSumsAndFigures()
    {
        await using var api = await ApiHost.StartAsync(clock: new TestClock());
        using var json = await ReadAsync(api, "/api/symbols/AAPL/book");
        Assert.Matches("^\"[0-9]{4}-[0-9]{2}-[0-9]{2}T", json.RootElement.GetProperty("asOf").GetRawText());

        // Exact where it is money; microprice (100 x 7.5 + 100.2 x 5) / 12.5, imbalance (6.25 - 9.5) / 15.75.
        Assert.Equal(
            """
            "symbol":"AAPL","isInSync":true,"reason":null,"time":"2026-03-12T13:56:00.000Z",
            "receivedTime":"2026-03-12T13:56:00.012345Z","lastUpdateId":8001,"counters":{"messages":120,"snapshots":2,"applied":100,
            "dropped":15,"resyncs":1,"checksumFailures":3,"held":5},"spread":0.2,"mid":100.1,"microprice":100.08,
            "imbalance":-0.20634920634920634,"bids":[{"price":100,"quantity":5,"sum":5},{"price":99.9,"quantity":1.25,"sum":6.25}],
            "asks":[{"price":100.2,"quantity":7.5,"sum":7.5},{"price":100.3,"quantity":2,"sum":9.5}]
            """.ReplaceLineEndings(""),
            WithoutAsOf(json));
    }

    [Fact]
    public async Task Book_FewerLevelsAskedFor_FiguresAreOfThoseLevels()
    {
        await using var api = await ApiHost.StartAsync();
        using var json = await ReadAsync(api, "/api/symbols/AAPL/book?levels=1");
        Assert.Equal(1, json.RootElement.GetProperty("bids").GetArrayLength());
        Assert.Equal(1, json.RootElement.GetProperty("asks").GetArrayLength());
        Assert.Equal(-0.2, json.RootElement.GetProperty("imbalance").GetDouble());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("-3")]
    [InlineData("many")]
    public async Task Book_LevelsThatCannotBe_AreRefused(string levels)
    {
        await using var api = await ApiHost.StartAsync();
        using var response = await api.GetAsync($"/api/symbols/AAPL/book?levels={levels}");
        await Problem.ShouldBeAsync(response, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Book_NotInSync_SaysWhyAndHasNoLevels()
    {
        await using var api = await ApiHost.StartAsync();
        api.Desk.Book = Markets.NoBook;
        using var json = await ReadAsync(api, "/api/symbols/AAPL/book");
        Assert.Equal(
            """
            "symbol":"AAPL","isInSync":false,"reason":"updates are missing","time":null,"receivedTime":null,"lastUpdateId":0,
            "counters":{"messages":40,"snapshots":1,"applied":30,"dropped":8,"resyncs":1,"checksumFailures":0,"held":2},"spread":null,
            "mid":null,"microprice":null,"imbalance":null,"bids":[],"asks":[]
            """.ReplaceLineEndings(""),
            WithoutAsOf(json));
    }

    [Theory]
    [InlineData(0, 1, -1.0)]
    [InlineData(1, 0, 1.0)]
    public async Task Book_OneSideEmpty_HasNoPriceBetween(int bids, int asks, double imbalance)
    {
        await using var api = await ApiHost.StartAsync();
        var level = new BookLevelView(100, 5);
        api.Desk.Book = new BookView(FakeDesk.At(3), [.. Enumerable.Repeat(level, bids)], [.. Enumerable.Repeat(level, asks)]);
        using var json = await ReadAsync(api, "/api/symbols/AAPL/book");
        foreach (var name in (string[])["spread", "mid", "microprice"])
            Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty(name).ValueKind);
        Assert.Equal(imbalance, json.RootElement.GetProperty("imbalance").GetDouble());
    }

    [Fact]
    public async Task Book_SymbolWithoutOne_IsNotFound()
    {
        await using var api = await ApiHost.StartAsync();
        using var response = await api.GetAsync("/api/symbols/MSFT/book");
        await Problem.ShouldBeAsync(response, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Symbol_WithASlash_IsFoundByItsEncodedName()
    {
        await using var api = await ApiHost.StartAsync();
        api.Desk.Symbols = ["AAPL", "XBT/USD"];
        using var json = await ReadAsync(api, "/api/symbols/XBT%2FUSD");
        Assert.Equal("XBT/USD", json.RootElement.GetProperty("symbol").GetString());
        using var other = await api.GetAsync("/api/symbols/XBT/USD");
        await Problem.ShouldBeAsync(other, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Connections_Some_AreListedWithTheirFigures()
    {
        await using var api = await ApiHost.StartAsync();
        api.Desk.Connections = [Markets.Connection(isConnected: true), Markets.Connection(isConnected: false, number: 2)];
        using var json = await ReadAsync(api, "/api/connections");
        var connections = json.RootElement.GetProperty("connections");
        Assert.Equal(
            """
            {"exchange":"kraken","number":1,"isConnected":true,"symbols":["ETH/USD","XBT/USD"],"inSync":2,"frames":12345,
            "bytes":6543210,"badFrames":3,"events":11000,"connects":4,"snapshots":9,"resyncs":5,"refusals":6,"latencyMilliseconds":-1.5,
            "averageLatencyMilliseconds":23.25,"lastFrame":"2026-03-12T13:57:00.000Z","framesPerSecond":210.5,"bytesPerSecond":104857.6}
            """.ReplaceLineEndings(""),
            connections[0].GetRawText());
        Assert.Equal("false 0 null null null", string.Join(' ', ((string[])["isConnected", "inSync", "latencyMilliseconds", "averageLatencyMilliseconds", "lastFrame"])
            .Select(name => connections[1].GetProperty(name).GetRawText())));
        using var portfolios = await ReadAsync(api, "/api/portfolios");
        Assert.True(portfolios.RootElement.GetProperty("hasConnections").GetBoolean());
    }

    [Fact]
    public async Task Connections_None_IsAnEmptyList()
    {
        await using var api = await ApiHost.StartAsync();
        using var json = await ReadAsync(api, "/api/connections");
        Assert.Equal(0, json.RootElement.GetProperty("connections").GetArrayLength());
        using var portfolios = await ReadAsync(api, "/api/portfolios");
        Assert.False(portfolios.RootElement.GetProperty("hasConnections").GetBoolean());
    }

    [Fact]
    public async Task Live_DeskWithoutPortfolios_StreamsToWhoNamesNone()
    {
        await using var api = await ApiHost.StartAsync();
        api.Desk.Portfolios = [];
        using (var named = await api.GetAsync("/api/live?portfolio=default"))
            await Problem.ShouldBeAsync(named, HttpStatusCode.NotFound);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var response = await api.Client.GetAsync("/api/live", HttpCompletionOption.ResponseHeadersRead, stop.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        api.Desk.Feed.Publish("default", new LiveEvent(0, LiveKind.Lag) { Lag = new LagView(5, 2.5, 1) });
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(stop.Token));
        var line = "";
        while (!line.StartsWith("data:", StringComparison.Ordinal))
            line = await reader.ReadLineAsync(stop.Token) ?? throw new EndOfStreamException();
        Assert.Contains("\"eventsPerSecond\":2.5", line, StringComparison.Ordinal);
        await stop.CancelAsync();
    }

    private static string WithoutAsOf(JsonDocument json) => string.Join(
        ',', json.RootElement.EnumerateObject().Where(member => member.Name != "asOf").Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}"));

    private static async Task<JsonDocument> ReadAsync(ApiHost api, string path)
    {
        using var response = await api.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text);
    }
}

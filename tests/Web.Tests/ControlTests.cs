using System.Net;
using System.Text.Json;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Web.Tests;

/// <summary>Pauses of symbols and strategies.</summary>
public sealed class ControlTests
{
    [Fact]
    public async Task PauseSymbol_AndResume_SaysHowItIs()
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey());
        var paused = await PostAsync(api, "/api/symbols/AAPL/pause");
        Assert.Equal(("AAPL", true), (paused.GetProperty("symbol").GetString(), paused.GetProperty("isPaused").GetBoolean()));
        Assert.True((await GetAsync(api, "/api/symbols/AAPL")).GetProperty("isPaused").GetBoolean());
        Assert.True((await GetAsync(api, "/api/symbols/AAPL/chart")).GetProperty("isPaused").GetBoolean());
        Assert.False((await GetAsync(api, "/api/symbols/MSFT")).GetProperty("isPaused").GetBoolean());
        Assert.False((await PostAsync(api, "/api/symbols/AAPL/resume")).GetProperty("isPaused").GetBoolean());
        Assert.False((await GetAsync(api, "/api/symbols/AAPL")).GetProperty("isPaused").GetBoolean());
    }

    [Fact]
    public async Task PauseStrategy_AndResume_GivesTheStrategy()
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey());
        var paused = await PostAsync(api, "/api/portfolios/default/strategies/lss/pause");
        var listed = (await GetAsync(api, "/api/portfolios/default/strategies")).GetProperty("strategies")[0];
        Assert.Equal(paused.GetRawText(), listed.GetRawText());
        Assert.Equal(("lss", true), (paused.GetProperty("id").GetString(), paused.GetProperty("isPaused").GetBoolean()));
        Assert.False((await PostAsync(api, "/api/portfolios/default/strategies/lss/resume")).GetProperty("isPaused").GetBoolean());
    }

    [Theory]
    [InlineData("/api/symbols/OTHER/pause")]
    [InlineData("/api/symbols/OTHER/resume")]
    [InlineData("/api/portfolios/other/strategies/lss/pause")]
    [InlineData("/api/portfolios/default/strategies/other/pause")]
    [InlineData("/api/portfolios/default/strategies/other/resume")]
    public async Task Post_NotThere_IsNotFound(string path)
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey());
        using var response = await api.SendAsync(HttpMethod.Post, path, ApiHost.Key);
        Assert.Contains("ther'", await Problem.ShouldBeAsync(response, HttpStatusCode.NotFound), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/api/symbols/AAPL/pause")]
    [InlineData("/api/symbols/AAPL/resume")]
    [InlineData("/api/portfolios/default/strategies/lss/pause")]
    [InlineData("/api/portfolios/default/strategies/lss/resume")]
    public async Task Post_WithoutTheKey_ChangesNothing(string path)
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey());
        using var response = await api.SendAsync(HttpMethod.Post, path, null);
        await Problem.ShouldBeAsync(response, HttpStatusCode.Unauthorized);
        Assert.False((await GetAsync(api, "/api/symbols/AAPL")).GetProperty("isPaused").GetBoolean());
        var strategies = (await GetAsync(api, "/api/portfolios/default/strategies")).GetProperty("strategies");
        Assert.False(strategies[0].GetProperty("isPaused").GetBoolean());
    }

    private static Task<JsonElement> GetAsync(ApiHost api, string path) => ReadAsync(api, HttpMethod.Get, path);

    private static Task<JsonElement> PostAsync(ApiHost api, string path) => ReadAsync(api, HttpMethod.Post, path);

    private static async Task<JsonElement> ReadAsync(ApiHost api, HttpMethod method, string path)
    {
        using var response = await api.SendAsync(method, path, ApiHost.Key);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.Clone();
    }
}

using System.Net;
using System.Text.Json;
using TradeBooks.Domain.Desk;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Web.Tests;

/// <summary>The API does what its OpenAPI document says: every path and method is called, every answer is checked.</summary>
public sealed class ContractTests
{
    private static readonly string[] Expected =
    [
        "GET /api/connections", "GET /api/live", "GET /api/portfolios", "GET /api/portfolios/{id}", "GET /api/portfolios/{id}/equity",
        "GET /api/portfolios/{id}/order-book.csv", "GET /api/portfolios/{id}/orders", "GET /api/portfolios/{id}/positions",
        "GET /api/portfolios/{id}/risk", "GET /api/portfolios/{id}/strategies", "GET /api/portfolios/{id}/trades",
        "GET /api/profit-book", "GET /api/replay", "GET /api/symbols", "GET /api/symbols/{symbol}",
        "GET /api/symbols/{symbol}/bars", "GET /api/symbols/{symbol}/book", "GET /api/symbols/{symbol}/chart",
        "GET /api/symbols/{symbol}/indicators", "GET /health/live", "GET /health/ready", "GET /metrics",
        "POST /api/portfolios/{id}/close-all", "POST /api/portfolios/{id}/halt", "POST /api/portfolios/{id}/resume",
        "POST /api/portfolios/{id}/strategies/{strategy}/pause", "POST /api/portfolios/{id}/strategies/{strategy}/resume",
        "POST /api/replay/pause", "POST /api/replay/resume", "POST /api/replay/speed", "POST /api/replay/step",
        "POST /api/symbols/{symbol}/pause", "POST /api/symbols/{symbol}/resume",
    ];

    [Fact]
    public async Task Document_Paths_AreAllThatThereIs()
    {
        await using var api = await ApiHost.StartAsync();
        using var document = await ReadAsync(api);
        var paths = Operations(document).Select(operation => $"{operation.Method} {operation.Path}");
        Assert.Equal(Expected, paths.Where(path => !path.Contains("/test/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_EveryOperation_AnswersAsDeclared(bool hasTraded)
    {
        var replay = new FakeReplay();
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey(), replay: replay);
        api.Desk.HasTraded = hasTraded;
        api.Desk.Connections = [Markets.Connection(hasTraded)];
        if (!hasTraded)
            api.Desk.Book = Markets.NoBook;
        using var document = await ReadAsync(api);
        foreach (var (path, method, operation) in Operations(document).Where(o => !o.Path.Contains("/test/", StringComparison.Ordinal)))
        {
            replay.State = ReplayState.Paused;
            var address = Address(path, operation);
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            request.Headers.Add("X-Api-Key", ApiHost.Key);
            using var response = await api.Client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{method} {address}: {response.StatusCode}");
            var declared = operation.GetProperty("responses").GetProperty("200").GetProperty("content");
            var media = response.Content.Headers.ContentType!.MediaType!;
            Assert.True(declared.TryGetProperty(media, out var content), $"{method} {address}: {media} is not declared");
            if (media != "application/json")
                continue;
            using var body = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            SchemaCheck.Check(document.RootElement, content.GetProperty("schema"), body.RootElement, $"{method} {address}");
        }
    }

    [Fact]
    public async Task Call_EveryOperationWithTheDeskAway_AnswersAsDeclared()
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey(), replay: new FakeReplay { IsAway = true });
        api.Desk.IsAway = true;
        using var document = await ReadAsync(api);
        foreach (var (path, method, operation) in Operations(document).Where(o => o.Path.StartsWith("/api/", StringComparison.Ordinal)))
        {
            var address = Address(path, operation);
            using var response = await api.SendAsync(new HttpMethod(method), address, ApiHost.Key);
            await Problem.ShouldBeAsync(response, HttpStatusCode.ServiceUnavailable);
            var schema = operation.GetProperty("responses").GetProperty("503").GetProperty("content")
                .GetProperty("application/problem+json").GetProperty("schema");
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            SchemaCheck.Check(document.RootElement, schema, body.RootElement, $"{method} {address}");
        }
    }

    [Fact]
    public async Task Document_Operations_AreDescribed()
    {
        await using var api = await ApiHost.StartAsync();
        using var document = await ReadAsync(api);
        var schemes = document.RootElement.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal("X-Api-Key", schemes.GetProperty("apiKey").GetProperty("name").GetString());
        foreach (var (path, method, operation) in Operations(document).Where(o => !o.Path.Contains("/test/", StringComparison.Ordinal)))
        {
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()), $"{path} has no summary");
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("operationId").GetString()), $"{path} has no operationId");
            if (operation.TryGetProperty("parameters", out var parameters))
            {
                foreach (var parameter in parameters.EnumerateArray())
                    Assert.True(parameter.TryGetProperty("description", out _), $"{path}: {parameter.GetProperty("name")} is not described");
            }

            if (path.StartsWith("/health/", StringComparison.Ordinal))
                continue;
            var security = operation.GetProperty("security").EnumerateArray().ToList();
            Assert.Contains(security, requirement => requirement.TryGetProperty("apiKey", out _));
            Assert.Equal(method == "GET", security.Any(requirement => !requirement.EnumerateObject().Any()));
        }
    }

    private static string Address(string path, JsonElement operation)
    {
        var address = path
            .Replace("{id}", "default", StringComparison.Ordinal)
            .Replace("{symbol}", "AAPL", StringComparison.Ordinal)
            .Replace("{strategy}", "lss", StringComparison.Ordinal);
        var needed = operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(IsNeededInQuery).Select(parameter => parameter.GetProperty("name").GetString()!)
            : [];
        return address + string.Concat(needed.Select(name => name == "value" ? "?value=max" : throw new ArgumentException(name)));
    }

    private static bool IsNeededInQuery(JsonElement parameter) =>
        parameter.GetProperty("in").GetString() == "query"
        && parameter.TryGetProperty("required", out var required) && required.GetBoolean();

    private static async Task<JsonDocument> ReadAsync(ApiHost api)
    {
        using var response = await api.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    private static IEnumerable<(string Path, string Method, JsonElement Operation)> Operations(JsonDocument document) =>
        from path in document.RootElement.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Name.ToUpperInvariant(), operation.Value);
}

using System.Net;
using Microsoft.Extensions.Options;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Web.Tests;

/// <summary>Who may do what, and where the API refuses to start.</summary>
public sealed class SecurityTests
{
    private const string Read = "/api/portfolios";
    private const string Change = "/api/portfolios/default/halt";

    [Theory]
    // On loopback reading is free; changing needs a key that the configuration knows.
    [InlineData(false, false, "GET", Read, null, HttpStatusCode.OK)]
    [InlineData(false, false, "POST", Change, null, HttpStatusCode.Unauthorized)]
    [InlineData(false, false, "POST", Change, ApiHost.Key, HttpStatusCode.Unauthorized)]
    [InlineData(false, true, "GET", Read, null, HttpStatusCode.OK)]
    [InlineData(false, true, "GET", Read, "wrong", HttpStatusCode.Unauthorized)]
    [InlineData(false, true, "POST", Change, null, HttpStatusCode.Unauthorized)]
    [InlineData(false, true, "POST", Change, "wrong", HttpStatusCode.Unauthorized)]
    [InlineData(false, true, "POST", Change, ApiHost.Key, HttpStatusCode.OK)]
    // Beyond loopback everything but health needs one.
    [InlineData(true, true, "GET", Read, null, HttpStatusCode.Unauthorized)]
    [InlineData(true, true, "GET", Read, "wrong", HttpStatusCode.Unauthorized)]
    [InlineData(true, true, "GET", Read, ApiHost.Key, HttpStatusCode.OK)]
    [InlineData(true, true, "GET", "/metrics", null, HttpStatusCode.Unauthorized)]
    [InlineData(true, true, "GET", "/openapi/v1.json", null, HttpStatusCode.Unauthorized)]
    [InlineData(true, true, "GET", "/api/live", null, HttpStatusCode.Unauthorized)]
    [InlineData(true, true, "GET", "/health/live", null, HttpStatusCode.OK)]
    [InlineData(true, true, "GET", "/health/ready", null, HttpStatusCode.OK)]
    [InlineData(true, true, "POST", Change, null, HttpStatusCode.Unauthorized)]
    [InlineData(true, true, "POST", Change, ApiHost.Key, HttpStatusCode.OK)]
    public async Task Send_KeyMatrix_IsAnsweredAsItShould(
        bool isPublic, bool hasKey, string method, string path, string? key, HttpStatusCode expected)
    {
        await using var api = await ApiHost.StartAsync(hasKey ? ApiHost.WithKey() : null, isPublic: isPublic);
        using var response = await api.SendAsync(new HttpMethod(method), path, key);
        if (expected == HttpStatusCode.OK)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return;
        }

        await Problem.ShouldBeAsync(response, expected);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        Assert.Equal(TradeBooks.Domain.Orders.Refusal.None, (await api.Desk.PortfolioAsync("default", TestContext.Current.CancellationToken)).Risk.Halt);
    }

    [Fact]
    public async Task Post_NoKeyConfigured_SaysHowToMakeOne()
    {
        await using var api = await ApiHost.StartAsync();
        using var response = await api.SendAsync(HttpMethod.Post, Change);
        var detail = await Problem.ShouldBeAsync(response, HttpStatusCode.Unauthorized);
        Assert.Contains("Api:Keys:0:Hash", detail, StringComparison.Ordinal);
        Assert.Contains("sha256sum", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_KeyAsBearer_IsAccepted()
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey());
        api.Client.DefaultRequestHeaders.Authorization = new("Bearer", ApiHost.Key);
        using var response = await api.SendAsync(HttpMethod.Post, Change);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Get_KeyRequiredOnLoopback_IsRefusedWithout()
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey(("Api:RequireKey", "true")));
        using var without = await api.GetAsync(Read);
        await Problem.ShouldBeAsync(without, HttpStatusCode.Unauthorized);
        using var with = await api.GetAsync(Read, ApiHost.Key);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    public async Task Start_BeyondLoopbackWithoutKey_IsRefusedInOneLine(string address)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(address: address));
        Assert.Contains("without a key: set Api:Keys:0:Hash", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("Api:MaxPageSize", "0", "Api:MaxPageSize 0 is not within 1 and 10000")]
    [InlineData("Api:RequestTimeout", "00:00:00", "Api:RequestTimeout 00:00:00 is not within")]
    [InlineData("Api:Live:Heartbeat", "01:00:00", "Api:Live:Heartbeat 01:00:00 is not within")]
    [InlineData("Api:RateLimit:Burst", "-1", "Api:RateLimit:Burst -1 is not within")]
    [InlineData("Api:CorsOrigins:0", "*", "Api:CorsOrigins:0 '*' is not an origin")]
    [InlineData("Api:CorsOrigins:0", "https://a.example/path", "is not an origin")]
    [InlineData("Api:AllowedHosts:0", "host:80", "Api:AllowedHosts:0 'host:80' is not a host")]
    [InlineData("Api:Keys:0:Hash", "my secret key", "Api:Keys:0:Hash is not a SHA-256")]
    public async Task Start_OptionThatCannotBe_NamesIt(string name, string value, string expected)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(new() { [name] = value }));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("my secret key", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "localhost", true)]
    [InlineData(null, "127.0.0.1:9", true)]
    [InlineData(null, "evil.example", false)]
    [InlineData(null, "localhost.evil.example", false)]
    [InlineData("desk.example", "DESK.example", true)]
    [InlineData("desk.example", "localhost", false)]
    [InlineData("*.example.com", "a.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*", "evil.example", true)]
    public async Task Get_HostHeader_IsCheckedOnLoopback(string? allowed, string host, bool isAnswered)
    {
        await using var api = await ApiHost.StartAsync(
            allowed is null ? [] : new() { ["Api:AllowedHosts:0"] = allowed });
        api.Client.DefaultRequestHeaders.Host = host;
        using var response = await api.GetAsync(Read);
        if (isAnswered)
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        else
            Assert.Contains("Api:AllowedHosts", await Problem.ShouldBeAsync(response, HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://desk.example", true)]
    [InlineData("https://other.example", false)]
    public async Task Get_OtherOrigin_IsShownOnlyWhereNamed(string origin, bool isAllowed)
    {
        await using var api = await ApiHost.StartAsync(new() { ["Api:CorsOrigins:0"] = "https://desk.example" });
        api.Client.DefaultRequestHeaders.Add("Origin", origin);
        using var response = await api.GetAsync(Read);
        Assert.Equal(isAllowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var shown));
        Assert.Equal(isAllowed ? [origin] : [], shown ?? []);

        using var preflight = new HttpRequestMessage(HttpMethod.Options, Change);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "x-api-key");
        using var answer = await api.Client.SendAsync(preflight, TestContext.Current.CancellationToken);
        Assert.Equal(isAllowed, answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Get_CorsByDefault_IsClosed()
    {
        await using var api = await ApiHost.StartAsync();
        api.Client.DefaultRequestHeaders.Add("Origin", "http://localhost:3000");
        using var response = await api.GetAsync(Read);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Get_TooOften_IsLimitedByCaller()
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey(
            ("Api:RateLimit:Burst", "5"), ("Api:RateLimit:PermitsPerSecond", "1")));
        var refused = 0;
        for (var i = 0; i < 20; i++)
        {
            using var response = await api.GetAsync(Read);
            if (response.StatusCode == HttpStatusCode.OK)
                continue;
            await Problem.ShouldBeAsync(response, HttpStatusCode.TooManyRequests);
            Assert.True(response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1), "no Retry-After");
            refused++;
        }

        Assert.InRange(refused, 1, 15);
        using var health = await api.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        using var other = await api.GetAsync(Read, ApiHost.Key);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }
}

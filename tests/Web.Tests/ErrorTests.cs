using System.Net;
using System.Net.Http.Headers;
using System.Text;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Web.Tests;

/// <summary>Every error has the same shape and says what is wrong.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData("/nothing")]
    [InlineData("/api/nothing")]
    [InlineData("/api/portfolios/other")]
    [InlineData("/api/portfolios/other/trades")]
    [InlineData("/api/portfolios/other/order-book.csv")]
    [InlineData("/api/symbols/OTHER/bars")]
    [InlineData("/api/symbols/MSFT/book")]
    [InlineData("/api/profit-book?portfolio=other")]
    [InlineData("/api/portfolios/other/strategies")]
    [InlineData("/api/symbols/OTHER/chart")]
    [InlineData("/api/live?portfolio=other")]
    public async Task Get_NotThere_IsNotFound(string path)
    {
        await using var api = await ApiHost.StartAsync();
        using var response = await api.GetAsync(path);
        Assert.NotEmpty(await Problem.ShouldBeAsync(response, HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("/api/portfolios/default/trades?limit=abc", "limit: 'abc'")]
    [InlineData("/api/portfolios/default/trades?limit=0", "limit: 0")]
    [InlineData("/api/portfolios/default/trades?limit=-1", "limit: -1")]
    [InlineData("/api/portfolios/default/orders?limit=1001", "limit: 1001")]
    [InlineData("/api/portfolios/default/orders?after=!!", "after: '!!'")]
    [InlineData("/api/portfolios/default/orders?after=bjotNQ", "after: 'bjotNQ'")]
    [InlineData("/api/portfolios/default/equity?points=10001", "points: 10001")]
    [InlineData("/api/portfolios/default/equity?from=yesterday", "from: 'yesterday'")]
    [InlineData("/api/portfolios/default/equity?from=2026-03-13&to=2026-03-12", "from: 2026-03-13T00:00:00.000Z")]
    [InlineData("/api/symbols/AAPL/bars?limit=99999999999", "limit: '99999999999'")]
    [InlineData("/api/portfolios/default/orders?refused=maybe", "refused: 'maybe'")]
    [InlineData("/api/portfolios/default/orders?order=up", "order: 'up' is not one of asc, desc.")]
    [InlineData("/api/portfolios/default/trades?side=long", "side: 'long' is not one of buy, sell.")]
    [InlineData("/api/symbols/AAPL/chart?limit=5001", "limit: 5001")]
    [InlineData("/api/symbols/AAPL/chart?limit=0", "limit: 0")]
    [InlineData("/api/symbols/AAPL/chart?after=soon", "after: 'soon'")]
    [InlineData("/api/live?after=abc", "after: 'abc'")]
    [InlineData("/api/live?after=-5", "after: '-5'")]
    public async Task Get_MalformedParameter_SaysWhich(string path, string expected)
    {
        await using var api = await ApiHost.StartAsync();
        using var response = await api.GetAsync(path);
        Assert.StartsWith(expected, await Problem.ShouldBeAsync(response, HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/api/symbols", "GET")]
    [InlineData("DELETE", "/api/portfolios/default", "GET")]
    [InlineData("GET", "/api/portfolios/default/halt", "POST")]
    [InlineData("GET", "/api/portfolios/default/strategies/lss/pause", "POST")]
    [InlineData("GET", "/api/symbols/AAPL/resume", "POST")]
    public async Task Send_OtherMethod_IsNotAllowed(string method, string path, string allowed)
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey());
        using var response = await api.SendAsync(new HttpMethod(method), path, ApiHost.Key);
        await Problem.ShouldBeAsync(response, HttpStatusCode.MethodNotAllowed);
        Assert.Equal([allowed], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData(1_025)]
    [InlineData(100_000)]
    public async Task Post_HugeBody_IsTooLarge(int length)
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey());
        using var content = new ByteArrayContent(new byte[length]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await api.SendAsync(HttpMethod.Post, "/api/portfolios/default/halt", ApiHost.Key, content);
        await Problem.ShouldBeAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Post_HugeBodyOfUnknownLength_IsTooLarge()
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey());
        using var content = new StreamContent(new MemoryStream(new byte[5_000]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentLength = null;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/portfolios/default/halt") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Api-Key", ApiHost.Key);
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        await Problem.ShouldBeAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Post_OtherMediaType_IsUnsupported()
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey());
        using var content = new StringContent("halt=1", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await api.SendAsync(HttpMethod.Post, "/api/portfolios/default/halt", ApiHost.Key, content);
        await Problem.ShouldBeAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("{\"a\":1}", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("{ }", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.OK)]
    public async Task Post_Body_IsEmptyOrAnEmptyObject(string body, HttpStatusCode expected)
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey());
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await api.SendAsync(HttpMethod.Post, "/api/portfolios/default/halt", ApiHost.Key, content);
        if (expected == HttpStatusCode.OK)
            Assert.Equal(expected, response.StatusCode);
        else
            await Problem.ShouldBeAsync(response, expected);
    }

    [Fact]
    public async Task Send_InternalError_TellsNothingAndLogsIt()
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey());
        using var response = await api.SendAsync(HttpMethod.Post, "/test/throw", ApiHost.Key);
        var detail = await Problem.ShouldBeAsync(response, HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("secret", detail, StringComparison.Ordinal);
        Assert.Contains(api.Log.Lines, line => line.Contains("the secret of the server", StringComparison.Ordinal));
        Assert.DoesNotContain(api.Log.Lines, line => line.Contains(ApiHost.Key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/api/profit-book")]
    [InlineData("/api/portfolios")]
    [InlineData("/api/portfolios/default")]
    [InlineData("/api/portfolios/default/orders")]
    [InlineData("/api/portfolios/default/order-book.csv")]
    [InlineData("/api/symbols/AAPL")]
    [InlineData("/api/live")]
    [InlineData("/health/ready")]
    public async Task Get_DeskAway_IsUnavailableUntilItIsBack(string path)
    {
        await using var api = await ApiHost.StartAsync();
        api.Desk.IsAway = true;
        using (var response = await api.GetAsync(path))
        {
            await Problem.ShouldBeAsync(response, HttpStatusCode.ServiceUnavailable);
            Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter?.Delta);
        }

        api.Desk.IsAway = false;
        using var again = await api.Client.GetAsync(
            path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Get_DeskDoesNotAnswer_TimesOut()
    {
        await using var api = await ApiHost.StartAsync(new() { ["Api:RequestTimeout"] = "00:00:00.200" });
        api.Desk.Delay = new TaskCompletionSource().Task;
        using var response = await api.GetAsync("/api/portfolios");
        Assert.NotEmpty(await Problem.ShouldBeAsync(response, HttpStatusCode.GatewayTimeout));
    }

    [Fact]
    public async Task Get_AcceptsOnlyHtml_IsStillProblemDetails()
    {
        await using var api = await ApiHost.StartAsync();
        api.Client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var response = await api.GetAsync("/api/nothing");
        await Problem.ShouldBeAsync(response, HttpStatusCode.NotFound);
    }
}

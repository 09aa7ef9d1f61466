using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using TradeBooks.Web.Page;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Web.Tests;

/// <summary>The dashboard's files: with which headers they come, to whom, and what is said where they were not built.</summary>
public sealed class PageTests
{
    private const string Script = "/assets/app-1.js";

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Page_Asked_HasThePolicyAndIsAskedForAnew(string method)
    {
        await using var api = await StartAsync();
        using var response = await api.SendAsync(new HttpMethod(method), "/");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("utf-8", response.Content.Headers.ContentType?.CharSet);
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Header(response, "Content-Security-Policy"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(response, "Cross-Origin-Opener-Policy"));
        Assert.Equal("no-cache", Header(response, "Cache-Control"));
        Assert.NotNull(response.Headers.ETag);
        var text = await TextAsync(response);
        Assert.Equal(method == "GET", text.Contains("<title>A page</title>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/")]
    [InlineData(Script)]
    public async Task File_AskedWithItsTag_IsNotSentAgain(string path)
    {
        await using var api = await StartAsync();
        using var first = await api.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await TextAsync(again));
    }

    [Theory]
    [InlineData(Script, "text/javascript")]
    [InlineData("/assets/icon-2.svg", "image/svg+xml")]
    public async Task Asset_Asked_IsKeptForever(string path, string contentType)
    {
        await using var api = await StartAsync();
        using var response = await api.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", Header(response, "Cache-Control"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task Asset_ByAcceptedEncoding_IsTheSameContent(string? accepted, string? expected)
    {
        await using var api = await StartAsync();
        using var plain = await api.GetAsync(Script);
        using var request = new HttpRequestMessage(HttpMethod.Get, Script);
        if (accepted is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("Accept-Encoding", Header(response, "Vary"));
        Assert.Equal(expected is null, plain.Headers.ETag!.Equals(response.Headers.ETag));
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var content = expected switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(content);
        Assert.Equal(await TextAsync(plain), await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Page_WhereThereIsNoCopyInAnEncoding_IsSentPlain()
    {
        await using var api = await StartAsync();
        api.Client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var response = await api.GetAsync("/");
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Contains("<title>A page</title>", await TextAsync(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/assets/app-2.js")]
    [InlineData("/assets/app-1.js.br")]
    [InlineData("/assets/../index.html")]
    [InlineData("/assets/%2e%2e/index.html")]
    [InlineData("/assets/")]
    [InlineData("/index.html")]
    [InlineData("/overview")]
    [InlineData("/favicon.ico")]
    public async Task Get_PathOfNoFile_IsNotFound(string path)
    {
        await using var api = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(api.Address + path[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", Header(response, "Cache-Control"));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Page_OtherMethod_IsNotPossible(string method)
    {
        await using var api = await StartAsync(ApiHost.WithKey());
        using var response = await api.SendAsync(new HttpMethod(method), "/", ApiHost.Key);
        await Problem.ShouldBeAsync(response, HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Files_BeyondLoopback_NeedNoKeyWhileTheApiDoes(string? key)
    {
        await using var api = await StartAsync(ApiHost.WithKey(), isPublic: true);
        using var page = await api.GetAsync("/", key);
        using var script = await api.GetAsync(Script, key);
        using var missing = await api.GetAsync("/assets/app-2.js", key);
        using var portfolios = await api.GetAsync("/api/portfolios", key);
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.Unauthorized],
            [page.StatusCode, script.StatusCode, missing.StatusCode, portfolios.StatusCode]);
    }

    [Fact]
    public async Task Page_NotBuilt_SaysHowAndTheApiAnswers()
    {
        await using var api = await ApiHost.StartAsync(
            services: services => services.AddSingleton(new PageFiles(typeof(Assert).Assembly)));
        using var page = await api.GetAsync("/");
        var detail = await Problem.ShouldBeAsync(page, HttpStatusCode.NotFound);
        Assert.Contains("The dashboard was not built: install Node.js", detail, StringComparison.Ordinal);
        using var script = await api.GetAsync(Script);
        await Problem.ShouldBeAsync(script, HttpStatusCode.NotFound);
        using var portfolios = await api.GetAsync("/api/portfolios");
        Assert.Equal(HttpStatusCode.OK, portfolios.StatusCode);
    }

    [Fact]
    public async Task Page_AsBuilt_NamesOnlyFilesThatAreThere()
    {
        var files = new PageFiles(typeof(TradeBooksWeb).Assembly);
        if (!files.TryFind(PageFiles.Index, out _))
            Assert.Skip("the dashboard was not built: there is no Node.js");
        await using var api = await ApiHost.StartAsync();
        using var page = await api.GetAsync("/");
        var text = await TextAsync(page);
        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        var names = text.Split('"').Where(part => part.StartsWith("/assets/", StringComparison.Ordinal)).ToList();
        Assert.Contains(names, name => name.EndsWith(".js", StringComparison.Ordinal));
        Assert.Contains(names, name => name.EndsWith(".css", StringComparison.Ordinal));
        foreach (var name in names)
        {
            using var file = await api.GetAsync(name);
            Assert.True(file.StatusCode == HttpStatusCode.OK, name);
        }
    }

    private static Task<ApiHost> StartAsync(Dictionary<string, string?>? settings = null, bool isPublic = false) => ApiHost.StartAsync(
        settings, isPublic: isPublic, services: services => services.AddSingleton(new PageFiles(typeof(PageTests).Assembly)));

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}

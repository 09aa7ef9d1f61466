using System.Net;
using System.Text.Json;

namespace TradeBooks.Web.Tests.Hosting;

/// <summary>Checks of an error's shape.</summary>
internal static class Problem
{
    /// <summary>Fails unless the answer is problem details of this status; gives its detail.</summary>
    public static async Task<string> ShouldBeAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} instead of {(int)status}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(text);
        var root = problem.RootElement;
        Assert.Equal((int)status, root.GetProperty("status").GetInt32());
        Assert.Equal("about:blank", root.GetProperty("type").GetString());
        Assert.False(string.IsNullOrEmpty(root.GetProperty("title").GetString()), "no title");
        Assert.Equal(response.RequestMessage!.RequestUri!.AbsolutePath, root.GetProperty("instance").GetString());
        Assert.False(string.IsNullOrEmpty(root.GetProperty("traceId").GetString()), "no traceId");
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        return root.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : "";
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Web.Tests;

/// <summary>Requests that never come to their end, and those that are no HTTP, on a real socket.</summary>
public sealed class SlowRequestTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Connect_HeadersDripByByte_IsClosed()
    {
        await using var api = await ApiHost.StartAsync(new() { ["Api:RequestHeadersTimeout"] = "00:00:00.500" });
        using var client = await ConnectAsync(api, "GET /api/portfolios HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        var reply = ReadToEndAsync(client);
        while (!reply.IsCompleted)
        {
            try
            {
                await client.GetStream().WriteAsync("a"u8.ToArray(), TestContext.Current.CancellationToken);
            }
            catch (IOException)
            {
                break;
            }

            await Task.WhenAny(reply, Task.Delay(50, TestContext.Current.CancellationToken));
        }

        Assert.StartsWith("HTTP/1.1 408", await reply.WaitAsync(Patience, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NOT HTTP\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("GET /api/portfolios HTTP/1.1\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("GET /api/portfolios HTTP/9.9\r\nHost: localhost\r\n\r\n", "HTTP/1.1 505")]
    public async Task Connect_Malformed_IsRefused(string request, string expected)
    {
        await using var api = await ApiHost.StartAsync();
        using var client = await ConnectAsync(api, request);
        Assert.StartsWith(
            expected, await ReadToEndAsync(client).WaitAsync(Patience, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Big: {0}\r\n\r\n", 20_000, "HTTP/1.1 431")]
    public async Task Connect_HugeHeaders_AreRefused(string header, int length, string expected)
    {
        await using var api = await ApiHost.StartAsync();
        using var client = await ConnectAsync(
            api, "GET / HTTP/1.1\r\nHost: localhost\r\n" + header.Replace("{0}", new string('a', length), StringComparison.Ordinal));
        Assert.StartsWith(
            expected, await ReadToEndAsync(client).WaitAsync(Patience, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<TcpClient> ConnectAsync(ApiHost api, string text)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, api.Address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        var all = new StringBuilder();
        var buffer = new byte[4_096];
        // Taken once: a client whose write has failed gives no stream any more, though there is still something to read.
        var stream = client.GetStream();
        try
        {
            while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
                all.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        catch (IOException)
        {
            // Closed with a reset, since there was more to read from this side.
        }

        return all.ToString();
    }
}

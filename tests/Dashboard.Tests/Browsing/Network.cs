using Microsoft.Playwright;

namespace TradeBooks.Dashboard.Tests.Browsing;

/// <summary>A network that is slower than this machine's.</summary>
/// <param name="Latency">Milliseconds before the first byte of an answer.</param>
/// <param name="BytesPerSecond">Of answers.</param>
internal sealed record Network(int Latency, int BytesPerSecond)
{
    public async Task EmulateAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false,
            ["latency"] = Latency,
            ["downloadThroughput"] = BytesPerSecond,
            ["uploadThroughput"] = BytesPerSecond,
        });
    }
}

using System.Globalization;
using Microsoft.Playwright;
using TradeBooks.Dashboard.Tests.Browsing;
using TradeBooks.Dashboard.Tests.Hosts;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Dashboard.Tests;

/// <summary>Speed, pause and step of a replay.</summary>
public sealed class ReplayTests(ChromiumBrowser browser, FinishedRun finished)
{
    [Fact]
    public async Task Bar_PauseStepSpeed_CommandsTheReplay()
    {
        using var run = await PausedRun.StartAsync(30);
        await browser.UseAsync(run.WithKey, Screen.Desktop, async tab =>
        {
            // The key does not stay in the address.
            await tab.ShouldBeLiveAsync();
            Assert.DoesNotContain("key", tab.Page.Url, StringComparison.Ordinal);
            await tab.ShouldBeAsync("replay-state", "data-state", "paused");
            var events = await EventsAsync(run);
            await tab.ShouldBeAsync("replay-progress", "data-value", events.ToString(CultureInfo.InvariantCulture));

            // Six symbols with a bar in each slot.
            foreach (var slots in (int[])[1, 10, 100])
            {
                await tab.At($"replay-step-{slots}").ClickAsync();
                events += 6 * slots;
                await tab.ShouldBeAsync("replay-progress", "data-value", events.ToString(CultureInfo.InvariantCulture));
                Assert.Equal(events, await EventsAsync(run));
            }

            await tab.ShouldEqualAsync("health-events", events);
            var time = (await run.Served.GetAsync("/api/replay")).GetProperty("time").GetString()!;
            await Assertions.Expect(tab.At("event-time")).ToContainTextAsync(time[..19].Replace('T', ' '));

            await tab.At("replay-speed").SelectOptionAsync("60000");
            await run.Served.UntilAsync("/api/replay", replay => replay.GetProperty("speed").ToString() == "60000");
            await tab.At("replay-speed").SelectOptionAsync("own");
            await tab.At("replay-own-speed").FillAsync("1234.5");
            await tab.At("replay-own-speed").PressAsync("Enter");
            await run.Served.UntilAsync("/api/replay", replay => replay.GetProperty("speed").ToString() == "1234.5");

            await tab.At("replay-toggle").ClickAsync();
            await tab.ShouldBeAsync("replay-state", "data-state", "running");
            await Assertions.Expect(tab.At("replay-step-1")).ToBeDisabledAsync();
            await run.Served.UntilAsync("/api/replay", replay => replay.GetProperty("events").GetInt64() > events + 30);
            await tab.At("replay-toggle").ClickAsync();
            await tab.ShouldBeAsync("replay-state", "data-state", "paused");
            events = await EventsAsync(run);
            await tab.ShouldEqualAsync("health-events", events);
        });
    }

    [Fact]
    public async Task Bar_FinishedReplay_SaysSo() =>
        await browser.UseAsync(finished.Served.Address, Screen.Desktop, async tab =>
        {
            await tab.ShouldBeAsync("replay-state", "data-state", "ended");
            foreach (var id in (string[])["replay-toggle", "replay-step-1", "replay-step-10", "replay-step-100", "replay-speed"])
                await Assertions.Expect(tab.At(id)).ToBeDisabledAsync();
            await tab.ShouldBeAsync("replay-progress", "data-value", finished.Summary.GetProperty("bars").ToString());
        });

    [Fact]
    public async Task Bar_HostWithoutReplay_IsNotThere()
    {
        await using var api = await ApiHost.StartAsync();
        await browser.UseAsync(api.Address, Screen.Desktop, async tab =>
        {
            await tab.ShouldBeLiveAsync();
            await tab.ShouldEqualAsync("max-drawdown", 0.00078223);
            await tab.ShouldHideAsync("replay");
            Assert.DoesNotContain(tab.Requests, url => url.Contains("/api/replay", StringComparison.Ordinal));
        });
    }

    private static async Task<long> EventsAsync(PausedRun run) =>
        (await run.Served.GetAsync("/api/replay")).GetProperty("events").GetInt64();
}

using System.Globalization;
using System.Net;
using Microsoft.Playwright;
using TradeBooks.Dashboard.Tests.Browsing;
using TradeBooks.Dashboard.Tests.Hosts;

namespace TradeBooks.Dashboard.Tests;

/// <summary>Time zone, colours, and the policy that the page comes with.</summary>
public sealed class AppearanceTests(ChromiumBrowser browser, FinishedRun run)
{
    private const string Brightness =
        "() => getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number).reduce((a, b) => a + b) / 765";

    [Theory]
    [InlineData("Asia/Kolkata")]
    [InlineData("America/New_York")]
    public async Task Zone_Switched_ShowsTimesOfTheLocalZone(string zone) =>
        await browser.UseAsync(new Uri(run.Served.Address, "#/trades"), Screen.Desktop with { TimeZone = zone }, async tab =>
        {
            await tab.ShouldShowViewAsync("#/trades");
            var times = (await tab.ValuesAsync("trades-table", "time")).Select(time => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(times.Select(time => Written(time, TimeZoneInfo.Utc)), await tab.Cells("trades-table", "time").AllInnerTextsAsync());
            Assert.StartsWith("UTC", (await tab.At("zone").InnerTextAsync()).Trim(), StringComparison.Ordinal);
            await tab.At("zone").ClickAsync();
            var local = TimeZoneInfo.FindSystemTimeZoneById(zone);
            await Tab.UntilAsync(
                async () => times.Select(time => Written(time, local)).SequenceEqual(await tab.Cells("trades-table", "time").AllInnerTextsAsync()),
                () => $"the times are not those of {zone}");
            var last = DateTimeOffset.Parse("2026-03-27T19:59:00Z", CultureInfo.InvariantCulture);
            await Assertions.Expect(tab.At("event-time")).ToContainTextAsync(Written(last, local));

            // It is kept.
            await tab.Page.ReloadAsync();
            await tab.ShouldShowViewAsync("#/trades");
            Assert.Equal(Written(times[0], local), await tab.Cells("trades-table", "time").First.InnerTextAsync());
            await tab.At("zone").ClickAsync();
            await Assertions.Expect(tab.Cells("trades-table", "time").First).ToHaveTextAsync(Written(times[0], TimeZoneInfo.Utc));
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Theme_Switched_ColoursPageAndChartAndIsKept(bool isDark) =>
        await browser.UseAsync(run.Served.Address, Screen.Desktop with { IsDark = isDark }, async tab =>
        {
            // By the system, then dark, light, and by the system again.
            await ShouldBeAsync(tab, isDark);
            var pictures = new List<string> { await tab.PictureAsync("equity-chart") };
            foreach (var dark in (bool[])[true, false, isDark])
            {
                await tab.At("theme").ClickAsync();
                await ShouldBeAsync(tab, dark);
                await tab.FrameAsync();
                pictures.Add(await tab.PictureAsync("equity-chart"));
            }

            Assert.NotEqual(pictures[1], pictures[2]);
            Assert.Equal(pictures[0], pictures[3]);
            Assert.Equal(pictures[0], pictures[isDark ? 1 : 2]);

            // By the system, it follows the system.
            await tab.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = isDark ? ColorScheme.Light : ColorScheme.Dark });
            await ShouldBeAsync(tab, !isDark);
            await tab.At("theme").ClickAsync();
            await ShouldBeAsync(tab, true);
            await tab.Page.ReloadAsync();
            await ShouldBeAsync(tab, true);
        });

    [Fact]
    public async Task Page_Served_HasAStrictPolicyAndNoInlineCode()
    {
        using var client = new HttpClient { BaseAddress = run.Served.Address };
        using var answer = await client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        foreach (var rule in (string[])["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"])
            Assert.Contains(rule, policy.Split(';', StringSplitOptions.TrimEntries));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        await browser.UseAsync(run.Served.Address, Screen.Desktop, async tab =>
        {
            await tab.ShouldShowViewAsync("#/overview");

            // The policy is in force, and what it stops is noticed here.
            var text = await tab.Page.EvaluateAsync<string>("""
                () => new Promise(done => {
                  addEventListener('securitypolicyviolation', event => done(event.effectiveDirective));
                  const script = document.createElement('script');
                  script.textContent = 'window.broken = true';
                  document.head.append(script);
                  setTimeout(() => done(window.broken === true ? 'it ran' : 'nothing was said'), 5000);
                })
                """);
            Assert.StartsWith("script-src", text, StringComparison.Ordinal);
            await Tab.UntilAsync(
                () => Task.FromResult(tab.Complaints.Any(complaint => complaint.Contains("policy: script-src", StringComparison.Ordinal))),
                () => "the console tells of no policy");
        }, "script-src");
    }

    private static Task ShouldBeAsync(Tab tab, bool isDark)
    {
        var seen = 0.0;
        return Tab.UntilAsync(
            async () => (seen = await tab.Page.EvaluateAsync<double>(Brightness)) is < 0.25 or > 0.75 && seen < 0.5 == isDark,
            () => $"the page's brightness is {seen:0.00}");
    }

    private static string Written(DateTimeOffset time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

using Microsoft.Playwright;
using TradeBooks.Dashboard.Tests.Browsing;
using TradeBooks.Web;

[assembly: AssemblyFixture(typeof(ChromiumBrowser))]

namespace TradeBooks.Dashboard.Tests.Browsing;

/// <summary>One browser for all tests; each test has tabs that share nothing.</summary>
public sealed class ChromiumBrowser : IAsyncLifetime
{
    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    private static readonly string? Executable = Places.FirstOrDefault(File.Exists);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Executable is null)
            return;
        // Playwright's own five seconds are few on a busy machine.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--no-first-run",
            ],
        });
    }

    /// <summary>
    /// Opens the page of a host in a tab of its own, does something with it, and fails unless the page stayed clean: no complaint
    /// that <paramref name="allowed"/> does not match, and no request to another origin. Skips the test where there is no browser.
    /// </summary>
    /// <param name="address">Of the host, with what comes behind it, such as <c>#/trades</c>.</param>
    /// <param name="screen">What it is shown on.</param>
    /// <param name="use">What to do with it.</param>
    /// <param name="allowed">A pattern of complaints that the test brings about.</param>
    /// <param name="network">How slow the network is; null for as it is.</param>
    internal async Task UseAsync(Uri address, Screen screen, Func<Tab, Task> use, string? allowed = null, Network? network = null)
    {
        Assert.SkipUnless(Executable is not null, "there is no Chromium (apt-get install chromium)");
        Assert.SkipUnless(HasPage, "the dashboard was not built: Node.js 20.19 or later with npm is missing");
        await using var tab = await Tab.OpenAsync(_browser!, address, screen, network);
        try
        {
            await use(tab);
        }
        catch (Exception error) when (error is PlaywrightException or TimeoutException or Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{error.Message}\n{await tab.DescribeAsync()}", error);
        }

        tab.ShouldBeClean(allowed);
    }

    // The page is a resource of the assembly that serves it.
    private static bool HasPage { get; } =
        typeof(TradeBooksWeb).Assembly.GetManifestResourceNames().Contains("wwwroot/index.html");

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}

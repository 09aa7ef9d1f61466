using Microsoft.Playwright;
using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Report;

/// <summary>A browser, and a run with a report to open in it.</summary>
public sealed class ReportBrowser : IAsyncLifetime
{
    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    private static readonly string? Executable = Places.FirstOrDefault(File.Exists);

    private readonly TemporaryFolder _folder = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal RunResults Results => new(_folder["out"]);

    public async ValueTask InitializeAsync()
    {
        if (Executable is null)
            return;
        RunningProgram.Run(
            "backtest", "--data", Repository.Sample, "--out", _folder["out"], "--strategy", "lss,trend=macd-trend", "--set",
            "trend.sizing=target", "--set", "trend.risk_per_trade=0.2", "--set", "threshold=0.0002", "--set", "fees=per-share").ShouldExit(0);
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

    /// <summary>Opens the report; skips the test where there is no browser.</summary>
    internal async Task<ReportTab> OpenAsync(int width, int height, bool isDark = false)
    {
        Assert.SkipUnless(Executable is not null, "there is no Chromium (apt-get install chromium)");
        return await ReportTab.OpenAsync(_browser!, Path.Combine(Results.Folder, RunResults.ReportName), width, height, isDark);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        _folder.Dispose();
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace TradeBooks.EndToEnd.Tests.Report;

/// <summary><c>report.html</c> in a real browser.</summary>
public sealed class ReportPageTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    public static TheoryData<int, int, bool> Screens => new()
    {
        { 1440, 900, false }, { 1440, 900, true }, { 390, 844, false }, { 390, 844, true },
    };

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Report_AnyScreen_FitsWithoutComplaint(int width, int height, bool isDark)
    {
        await using var tab = await browser.OpenAsync(width, height, isDark);

        await AssertFitsAsync(tab, width);
        var brightness = await tab.Page.EvaluateAsync<double>("""
            () => {
              const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number);
              return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
            }
            """);
        Assert.True(isDark ? brightness < 0.2 : brightness > 0.8, $"the page's brightness is {brightness:0.00}");
        var (colors, _) = await tab.LookAtPriceAsync();
        Assert.True(colors > 5, $"the price chart has {colors} colours");

        // Everything that can be opened is opened.
        foreach (var summary in await tab.Page.Locator("details > summary").AllAsync())
            await summary.ClickAsync();
        await AssertFitsAsync(tab, width);
        Assert.Empty(tab.Complaints);
        Assert.All(tab.Requests, url => Assert.True(
            url.StartsWith("file:", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal), $"asked for {url}"));
        Assert.Single(tab.Requests, url => url.StartsWith("file:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Report_Figures_EqualTheSummary()
    {
        await using var tab = await browser.OpenAsync(1440, 900);
        var tiles = await tab.ReadTilesAsync();
        var figures = browser.Results.Figures();

        Assert.Equal(Signed(figures, "totalReturn", 100) + "%", Plain(tiles["Total return"]));
        Assert.Equal(Number(figures, "finalEquity"), tiles["Final equity"]);
        Assert.Equal(Number(figures, "sharpe"), Plain(tiles["Sharpe ratio"]));
        Assert.Equal(Number(figures, "sortino"), Plain(tiles["Sortino ratio"]));
        Assert.Equal(Signed(figures, "maxDrawdown", -100) + "%", Plain(tiles["Max drawdown"]));
        Assert.Equal(Signed(figures, "cagr", 100) + "%", Plain(tiles["CAGR"]));
        Assert.Equal(Number(figures, "calmar"), Plain(tiles["Calmar ratio"]));
        Assert.Equal(Number(figures, "winRate", 100, "N1") + "%", tiles["Win rate"]);
        Assert.Equal(Number(figures, "profitFactor"), tiles["Profit factor"]);
        Assert.Equal(Signed(figures, "expectancy", 1), Plain(tiles["Expectancy"]));
        Assert.Equal(Number(figures, "trades", 1, "N0"), tiles["Round trips"]);
        Assert.Equal(Number(figures, "exposure", 100, "N1") + "%", tiles["Exposure"]);
        Assert.Equal(Number(figures, "turnover") + "×", tiles["Turnover"]);
        Assert.Equal(Number(figures, "fees"), tiles["Fees"]);
        Assert.Equal(Number(figures, "bars", 1, "N0"), tiles["Bars"]);
        var pnl = figures.GetProperty("finalEquity").GetDecimal() - figures.GetProperty("initialCash").GetDecimal();
        Assert.Equal(pnl.ToString("+#,0.00;-#,0.00;0.00", CultureInfo.InvariantCulture), Plain(tiles["Net P&L"]));
        Assert.Contains(figures.GetProperty("start").GetString()![..10], tiles["Span"], StringComparison.Ordinal);
        Assert.Contains(figures.GetProperty("end").GetString()![..10], tiles["Span"], StringComparison.Ordinal);
        Assert.Equal(17, tiles.Count);
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task Report_EverySymbol_HasItsPriceChart(int width, int height)
    {
        await using var tab = await browser.OpenAsync(width, height);
        var picker = tab.Page.Locator("#price select");
        Assert.Equal(["ACME", "BOLT", "CRUX", "DUNE"], await picker.Locator("option").AllInnerTextsAsync());
        var pictures = new HashSet<string>();
        foreach (var symbol in new[] { "ACME", "BOLT", "CRUX", "DUNE" })
        {
            await picker.SelectOptionAsync(symbol);
            Assert.StartsWith($"{symbol}: ", await tab.Page.Locator("#price .summary").InnerTextAsync(), StringComparison.Ordinal);
            var (colors, picture) = await tab.LookAtPriceAsync();
            Assert.True(colors > 5, $"the chart of {symbol} has {colors} colours");
            Assert.True(pictures.Add(picture), $"the chart of {symbol} looks like another's");
        }

        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Report_RoundTripPicked_IsShownInItsChart()
    {
        await using var tab = await browser.OpenAsync(1440, 900);
        var (_, before) = await tab.LookAtPriceAsync();
        var row = tab.Page.Locator("#trades tbody tr").First;
        var text = await row.InnerTextAsync();
        await row.ClickAsync();
        var line = tab.Page.Locator("#price .trade-line");
        await Assertions.Expect(line).Not.ToContainTextAsync("Pick a marker");
        var symbol = await tab.Page.Locator("#price select").InputValueAsync();
        Assert.Contains(symbol, text, StringComparison.Ordinal);
        var (_, after) = await tab.LookAtPriceAsync();
        Assert.NotEqual(before, after);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Report_Trades_AreAsManyAsTheSummarySays()
    {
        await using var tab = await browser.OpenAsync(1440, 900);
        var data = await tab.Page.Locator("#data").TextContentAsync();
        using var written = JsonDocument.Parse(data!);
        var trades = browser.Results.Figures().GetProperty("trades").GetInt32();
        Assert.Equal(trades, written.RootElement.GetProperty("trades").GetProperty("entryTime").GetArrayLength());
        Assert.Contains(trades.ToString("N0", CultureInfo.InvariantCulture), await tab.Page.Locator("#trades").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static async Task AssertFitsAsync(ReportTab tab, int width)
    {
        var needed = await tab.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        Assert.True(needed <= width, $"the page is {needed} pixels wide on a screen of {width}");
    }

    private static string Number(JsonElement figures, string name, double factor = 1, string format = "N2") =>
        (figures.GetProperty(name).GetDouble() * factor).ToString(format, CultureInfo.InvariantCulture);

    private static string Signed(JsonElement figures, string name, double factor) =>
        (figures.GetProperty(name).GetDouble() * factor).ToString("+#,0.00;-#,0.00;0.00", CultureInfo.InvariantCulture);

    // Without the arrow, and with the keyboard's minus.
    private static string Plain(string text) => text.TrimStart('▲', '▼', ' ').Replace('−', '-');
}

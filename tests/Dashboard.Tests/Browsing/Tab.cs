using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace TradeBooks.Dashboard.Tests.Browsing;

/// <summary>The page in a tab, and what it complained about or asked for meanwhile.</summary>
internal sealed class Tab : IAsyncDisposable
{
    // Tells what the content security policy stopped.
    private const string ListenToPolicy =
        "addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))";

    private const string Look = """
        chart => {
          const colors = new Set();
          let picture = 0;
          for (const canvas of chart.querySelectorAll('canvas')) {
            const copy = document.createElement('canvas');
            [copy.width, copy.height] = [canvas.width, canvas.height];
            if (copy.width === 0 || copy.height === 0) continue;
            const context = copy.getContext('2d', { willReadFrequently: true });
            context.drawImage(canvas, 0, 0);
            for (const pixel of new Uint32Array(context.getImageData(0, 0, copy.width, copy.height).data.buffer)) {
              colors.add(pixel);
              picture = (Math.imul(picture, 31) + pixel) | 0;
            }
          }
          return [String(colors.size), String(picture)];
        }
        """;

    private readonly IBrowserContext _context;
    private readonly Uri _origin;

    private Tab(IBrowserContext context, IPage page, Uri origin)
    {
        _context = context;
        Page = page;
        _origin = origin;
    }

    public IPage Page { get; }

    /// <summary>Console errors and warnings, exceptions, failed requests and refused answers.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>Addresses that were asked for.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static async Task<Tab> OpenAsync(IBrowser browser, Uri address, Screen screen, Network? network)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = screen.Width, Height = screen.Height },
            ColorScheme = screen.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            HasTouch = screen.IsPhone,
            TimezoneId = screen.TimeZone,
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(30_000);
        await context.AddInitScriptAsync(ListenToPolicy);
        var tab = new Tab(context, await context.NewPageAsync(), address);
        tab.Listen();
        if (network is not null)
            await network.EmulateAsync(tab.Page);
        await tab.Page.GotoAsync(address.AbsoluteUri);
        return tab;
    }

    public ILocator At(string id) => Page.GetByTestId(id);

    /// <summary>Cells of a table's rows in a column, from above.</summary>
    public ILocator Cells(string table, string column) => At(table).Locator($"tbody [data-column='{column}']");

    /// <summary>Waits until something is in sight.</summary>
    public Task ShouldShowAsync(string id) => Assertions.Expect(At(id)).ToBeVisibleAsync(new() { Timeout = 30_000 });

    public Task ShouldHideAsync(string id) => Assertions.Expect(At(id)).ToBeHiddenAsync(new() { Timeout = 30_000 });

    public Task ShouldBeAsync(string id, string attribute, string value) =>
        Assertions.Expect(At(id)).ToHaveAttributeAsync(attribute, value, new() { Timeout = 30_000 });

    /// <summary>Waits until the live stream is open.</summary>
    public Task ShouldBeLiveAsync() => ShouldBeAsync("connection", "data-state", "live");

    /// <summary>Waits until a figure is this, to the last digit that a JavaScript number holds.</summary>
    public async Task ShouldEqualAsync(string id, double expected, ILocator? within = null)
    {
        var seen = "nothing";
        await UntilAsync(
            async () =>
            {
                seen = await (within is null ? At(id) : within.GetByTestId(id)).GetAttributeAsync("data-value") ?? "nothing";
                return double.TryParse(seen, CultureInfo.InvariantCulture, out var value) && value.Equals(expected);
            },
            () => $"{id} is {seen} instead of {expected.ToString("R", CultureInfo.InvariantCulture)}");
    }

    /// <summary>Waits for a condition.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> seen)
    {
        var time = System.Diagnostics.Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(time.Elapsed < TimeSpan.FromSeconds(30), $"not seen after {time.Elapsed}: {seen()}");
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The values of a column, from above, all read in the same moment.</summary>
    public Task<string[]> ValuesAsync(string table, string column) => Page.EvaluateAsync<string[]>(
        "([table, column]) => [...document.querySelectorAll(`[data-testid='${table}'] tbody [data-column='${column}']`)].map(cell => cell.dataset.value ?? '')",
        new[] { table, column });

    /// <summary>The exact value of a figure; empty where there is none.</summary>
    public async Task<string> ValueAsync(string id) => await At(id).GetAttributeAsync("data-value") ?? "";

    /// <summary>Lets the page draw what it was told.</summary>
    public Task FrameAsync() => Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))");

    /// <summary>In how many colours a chart is drawn.</summary>
    public async Task<int> ColorsAsync(string id) => int.Parse((await LookAsync(id))[0], CultureInfo.InvariantCulture);

    /// <summary>A fingerprint of what a chart looks like.</summary>
    public async Task<string> PictureAsync(string id) => (await LookAsync(id))[1];

    private async Task<string[]> LookAsync(string id)
    {
        // A chart is drawn in a frame after its data has come.
        var seen = Array.Empty<string>();
        await UntilAsync(
            async () =>
            {
                await FrameAsync();
                seen = await At(id).EvaluateAsync<string[]>(Look);
                return int.Parse(seen[0], CultureInfo.InvariantCulture) > 5;
            },
            () => $"{id} is drawn in {seen[0]} colours");
        return seen;
    }

    /// <summary>Waits until a view of a run with trades shows what it has.</summary>
    public async Task ShouldShowViewAsync(string hash)
    {
        await ShouldBeLiveAsync();
        var (id, attribute) = hash.Split('/')[1] switch
        {
            "overview" => ("max-drawdown", true),
            "symbol" => ("legend-close", true),
            "trades" => ("trades-table", false),
            "orders" => ("orders-table", false),
            _ => ("strategy-signals", true),
        };
        await Assertions.Expect(attribute ? At(id).And(Page.Locator("[data-value]")) : At(id).Locator("tbody tr").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        if (hash.Contains("overview", StringComparison.Ordinal))
            await LookAsync("equity-chart");
        await FrameAsync();
    }

    /// <summary>Goes to another view.</summary>
    public async Task GoAsync(string hash) => await Page.EvaluateAsync("hash => { location.hash = hash }", hash);

    /// <summary>Fails when the page complained of something else, or asked another origin.</summary>
    public void ShouldBeClean(string? allowed)
    {
        var complaints = Complaints.Where(complaint => allowed is null || !Regex.IsMatch(complaint, allowed)).ToList();
        Assert.True(complaints.Count == 0, $"the page complained:\n{string.Join('\n', complaints)}");
        var origin = _origin.GetLeftPart(UriPartial.Authority) + "/";
        Assert.NotEmpty(Requests);
        Assert.All(Requests, url => Assert.True(
            url.StartsWith(origin, StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal)
            || url.StartsWith("blob:" + origin, StringComparison.Ordinal),
            $"asked for {url}"));
    }

    /// <summary>What is to be seen, for whoever reads of a failure.</summary>
    public async Task<string> DescribeAsync()
    {
        try
        {
            var text = await Page.InnerTextAsync("body", new PageInnerTextOptions { Timeout = 5_000 });
            return $"{Page.Url}\n{text[..Math.Min(text.Length, 1_500)]}\n{string.Join('\n', Complaints.Take(20))}";
        }
        catch (PlaywrightException error)
        {
            return error.Message;
        }
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private void Listen()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Complaints.Enqueue($"console {message.Type}: {message.Text} {message.Location}");
        };
        Page.PageError += (_, error) => Complaints.Enqueue($"exception: {error}");
        Page.Request += (_, request) => Requests.Enqueue(request.Url);
        Page.RequestFailed += (_, request) =>
        {
            // What the page itself gave up is no failure.
            if (request.Failure != "net::ERR_ABORTED")
                Complaints.Enqueue($"failed: {request.Failure} {request.Url}");
        };
        Page.Response += (_, response) =>
        {
            if (response.Status >= 400)
                Complaints.Enqueue($"answer {response.Status}: {response.Request.Method} {response.Url}");
        };
    }
}

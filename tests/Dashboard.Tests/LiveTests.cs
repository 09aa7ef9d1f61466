using Microsoft.Playwright;
using TradeBooks.Dashboard.Tests.Browsing;
using TradeBooks.Dashboard.Tests.Hosts;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.EndToEnd.Tests.Serve;
using TradeBooks.Tests;

namespace TradeBooks.Dashboard.Tests;

/// <summary>A real run as it goes: rows come in order, once each, over slow networks and the death of the server.</summary>
public sealed class LiveTests(ChromiumBrowser browser, FinishedRun finished)
{
    private const string LostServer = "ERR_CONNECTION_|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONTENT_LENGTH_MISMATCH|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED";

    [Fact]
    public async Task Trades_PacedRun_ComeInOrderOnceEach()
    {
        using var folder = new TemporaryFolder();
        using var served = ServedProgram.Start([.. FinishedRun.Backtest(folder["out"]), "--speed", "3000x"]);
        await served.UntilAsync("/api/portfolios/default", _ => true);
        await browser.UseAsync(new Uri(served.Address, "#key=" + served.ItsKey), Screen.Desktop, async tab =>
        {
            await tab.GoAsync("#/trades");
            await tab.At("page-size").SelectOptionAsync("250");
            await WatchRowsAsync(tab, 40);
            await tab.At("replay-speed").SelectOptionAsync("max");
            await tab.ShouldBeAsync("replay-state", "data-state", "ended");
            await served.UntilFinishedAsync(folder["out"]);
            await ShouldShowAllAsync(tab, 1, new RunResults(folder["out"]));
            await tab.GoAsync("#/overview");
            await tab.ShouldEqualAsync("equity", new RunResults(folder["out"]).Figures().GetProperty("finalEquity").GetDouble());
            Assert.Equal(new RunResults(folder["out"]).TradeLog, finished.Results.TradeLog);
        });
    }

    [Fact]
    public async Task Trades_ServerKilledAndResumed_AreNeitherLostNorDoubled()
    {
        using var folder = new TemporaryFolder();
        var port = LoopbackPort.Free();
        string[] run = [.. FinishedRun.Backtest(folder["out"]), "--speed", "3000x"];
        var served = ServedProgram.StartOn(port, run);
        try
        {
            await served.UntilAsync("/api/portfolios/default", _ => true);
            await browser.UseAsync(
                new Uri(served.Address, "#key=" + served.ItsKey),
                Screen.Desktop,
                async tab =>
                {
                    await tab.ShouldBeLiveAsync();
                    await tab.GoAsync("#/trades");
                    await tab.At("page-size").SelectOptionAsync("250");
                    var before = await WatchRowsAsync(tab, 30);
                    served.Program.Kill();
                    await tab.ShouldBeAsync("connection", "data-state", "waiting");
                    await tab.ShouldShowAsync("connection-banner");
                    await Assertions.Expect(tab.At("connection-text")).ToContainTextAsync("What is shown is from before");

                    // What was there still is, while nobody answers.
                    Assert.True((await tab.ValuesAsync("trades-table", "number")).Length >= Math.Min(before, 250));
                    served.Dispose();
                    served = ServedProgram.StartOn(port, [.. run, "--resume"]);
                    await tab.ShouldBeLiveAsync();
                    await tab.ShouldHideAsync("connection-banner");
                    await WatchRowsAsync(tab, before + 10);
                    await tab.At("replay-speed").SelectOptionAsync("max");
                    await tab.ShouldBeAsync("replay-state", "data-state", "ended");
                    await served.UntilFinishedAsync(folder["out"]);
                    await ShouldShowAllAsync(tab, 1, new RunResults(folder["out"]));
                    Assert.Equal(finished.Results.TradeLog, new RunResults(folder["out"]).TradeLog);
                },
                LostServer);
        }
        finally
        {
            served.Dispose();
        }
    }

    [Fact]
    public async Task Page_SlowNetwork_ShowsAllTheSame() => await browser.UseAsync(
        new Uri(finished.Served.Address, "#/trades"),
        Screen.Desktop,
        async tab =>
        {
            await tab.ShouldBeLiveAsync();
            await Assertions.Expect(tab.At("page-range")).ToHaveTextAsync("1–50 of 1,466", new() { Timeout = 30_000 });
            await tab.GoAsync("#/overview");
            await tab.ShouldEqualAsync("equity", finished.Summary.GetProperty("finalEquity").GetDouble());
            await tab.ShouldEqualAsync("max-drawdown", finished.Summary.GetProperty("maxDrawdown").GetDouble());
            Assert.True(await tab.ColorsAsync("equity-chart") > 5, "the curve is not drawn");
            await tab.GoAsync("#/symbol/TSLA");
            Assert.True(await tab.ColorsAsync("symbol-chart") > 5, "the chart is not drawn");
        },
        network: new Network(400, 100_000));

    // Looks at the rows until all of so many are there, from the first on: whenever one looks, each once and none left out between.
    private static async Task<int> WatchRowsAsync(Tab tab, int count)
    {
        var newest = 0;
        await Tab.UntilAsync(
            async () =>
            {
                var numbers = (await tab.ValuesAsync("trades-table", "number")).Select(int.Parse).ToList();
                if (numbers.Count == 0)
                    return false;
                Assert.Equal(Enumerable.Range(0, numbers.Count).Select(i => numbers[0] - i), numbers);
                newest = numbers[0];
                return newest >= count && numbers.Count == Math.Min(newest, 250);
            },
            () => $"the newest row is {newest}");
        return newest;
    }

    private static async Task ShouldShowAllAsync(Tab tab, int first, RunResults results)
    {
        var log = results.TradeLog;
        var rows = log.Length - first;
        await Assertions.Expect(tab.At("page-range")).ToHaveTextAsync($"1–250 of {rows:N0}", new() { Timeout = 30_000 });
        var times = new List<string>();
        var numbers = new List<string>();
        for (var from = 1; from <= rows; from += 250)
        {
            await Assertions.Expect(tab.At("page-range")).ToContainTextAsync($"{from:N0}–");
            times.AddRange(await tab.ValuesAsync("trades-table", "time"));
            numbers.AddRange(await tab.ValuesAsync("trades-table", "number"));
            if (from + 250 <= rows)
                await tab.At("page-next").ClickAsync();
        }

        Assert.Equal(Enumerable.Range(first, rows).Reverse().Select(number => $"{number}"), numbers);
        Assert.Equal(log[first..].Reverse().Select(row => row[..row.IndexOf(',', StringComparison.Ordinal)]), times);
    }
}

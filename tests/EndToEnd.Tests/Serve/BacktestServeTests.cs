using System.Globalization;
using System.Text.Json;
using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Serve;

/// <summary>The API of a run on one machine, with a real process.</summary>
public sealed class BacktestServeTests
{
    [Fact]
    public async Task Serve_FinishedRun_AnswersAllAndStopsOnCtrlC()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to send");
        using var folder = new TemporaryFolder();
        RunningProgram.Run("backtest", "--data", Repository.Sample, "--out", folder["plain"]).ShouldExit(0);
        using var served = ServedProgram.Start("backtest", "--data", Repository.Sample, "--out", folder["out"]);
        await served.UntilFinishedAsync(folder["out"]);

        // The log is the file, and serving has changed nothing in it.
        var log = await served.TextAsync("/api/portfolios/default/order-book.csv");
        Assert.Equal(File.ReadAllText(folder["out/order_book.csv"]), log);
        Assert.Equal(File.ReadAllText(folder["plain/order_book.csv"]), log);

        var state = JsonDocument.Parse(File.ReadAllText(folder["out/trading_state.json"])).RootElement;
        var book = await served.GetAsync("/api/profit-book");
        foreach (var name in (string[])["equity", "realizedPnl", "unrealizedPnl"])
            Assert.Equal(state.GetProperty(name).GetDecimal(), book.GetProperty(name).GetDecimal());
        Assert.Equal(
            book.GetProperty("equity").GetDecimal() - book.GetProperty("initialCash").GetDecimal(), book.GetProperty("totalPnl").GetDecimal());
        Assert.Equal(
            book.GetProperty("realizedPnl").GetDecimal(),
            book.GetProperty("symbols").EnumerateArray().Sum(symbol => symbol.GetProperty("realizedPnl").GetDecimal()));
        var series = book.GetProperty("series").EnumerateArray().ToList();
        Assert.Equal(500, series.Count);
        Assert.Equal(book.GetProperty("equity").GetDecimal(), series[^1].GetProperty("equity").GetDecimal());

        await CheckTradesAsync(served, log);
        await CheckSummaryAsync(served, JsonDocument.Parse(File.ReadAllText(folder["out/summary.json"])).RootElement);
        await CheckSymbolsAsync(served);
        var orders = (await served.GetAsync("/api/portfolios/default/orders?limit=1000")).GetProperty("items").EnumerateArray().ToList();
        var portfolio = await served.GetAsync("/api/portfolios/default");
        Assert.Equal(
            portfolio.GetProperty("refusals").GetInt64(), orders.Count(order => order.GetProperty("refusal").GetString() != "none"));

        served.Program.Signal("INT");
        var result = served.Program.WaitForExit().ShouldExit(0);
        Assert.Contains("Final equity", result.Output, StringComparison.Ordinal);
        Assert.Contains("Serving http://127.0.0.1:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_CloseAllDuringTheRun_ClosesAndHaltsUntilResumed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to send");
        using var folder = new TemporaryFolder();
        using var served = ServedProgram.Start(
            "backtest", "--data", Repository.Sample, "--out", folder["out"], "--speed", "600x", "--strategy", "sma-cross",
            "--set", "fast=3", "--set", "slow=8", "--set", "direction=long-short");
        await served.UntilAsync("/api/portfolios/default/risk", risk => risk.GetProperty("openPositions").GetInt32() > 0);
        using var live = await served.LiveAsync();

        var risk = await served.PostAsync("/api/portfolios/default/close-all");
        Assert.Equal("halted", risk.GetProperty("halt").GetString());
        await served.UntilAsync("/api/portfolios/default/risk", now => now.GetProperty("openPositions").GetInt32() == 0);
        var flat = await served.GetAsync("/api/portfolios/default");
        Assert.Equal(flat.GetProperty("cash").GetDecimal(), flat.GetProperty("equity").GetDecimal());
        var trades = (await served.GetAsync("/api/portfolios/default/trades?limit=1000")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal("close", trades[^1].GetProperty("role").GetString());
        Assert.Contains("event: fill", await ReadUntilAsync(live, "event: fill"));

        // Events go on, entries do not.
        var events = flat.GetProperty("events").GetInt64();
        var halted = await served.UntilAsync(
            "/api/portfolios/default", now => now.GetProperty("events").GetInt64() > events + 80);
        Assert.Equal(trades.Count, halted.GetProperty("fills").GetInt64());

        Assert.Equal("none", (await served.PostAsync("/api/portfolios/default/resume")).GetProperty("halt").GetString());
        await served.UntilAsync("/api/portfolios/default", now => now.GetProperty("fills").GetInt64() > trades.Count);
        Assert.Equal("halted", (await served.PostAsync("/api/portfolios/default/halt")).GetProperty("halt").GetString());

        served.Program.Signal("TERM");
        served.Program.WaitForExit().ShouldExit(130);
    }

    [Fact]
    public async Task Serve_PausesDuringTheRun_LetExitsGoOnAndOutliveTheProcess()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to send");
        using var folder = new TemporaryFolder();
        string[] run =
        [
            "backtest", "--data", Repository.Sample, "--out", folder["out"], "--speed", "600x", "--strategy", "sma-cross",
            "--set", "fast=3", "--set", "slow=8", "--set", "direction=long-short",
        ];
        string symbol;
        using (var served = ServedProgram.Start(run))
        {
            await served.UntilAsync("/api/portfolios/default/risk", risk => risk.GetProperty("openPositions").GetInt32() > 0);
            var paused = await served.PostAsync("/api/portfolios/default/strategies/sma-cross/pause");
            Assert.True(paused.GetProperty("isPaused").GetBoolean());
            await served.UntilAsync("/api/portfolios/default/orders?refused=true&limit=5", page => page.GetProperty("items").GetArrayLength() == 5);
            await served.UntilAsync("/api/portfolios/default/risk", risk => risk.GetProperty("openPositions").GetInt32() == 0);
            var fills = (await served.GetAsync("/api/portfolios/default")).GetProperty("fills").GetInt64();
            var latest = (await served.GetAsync("/api/portfolios/default/orders?order=desc&limit=1")).GetProperty("items")[0];
            Assert.Equal("strategyPaused", latest.GetProperty("refusal").GetString());
            var strategy = (await served.GetAsync("/api/portfolios/default/strategies")).GetProperty("strategies")[0];
            Assert.True(strategy.GetProperty("refused").GetInt64() >= 5, "they were not counted");
            Assert.Equal(
                strategy.GetProperty("signals").GetInt64(),
                strategy.GetProperty("accepted").GetInt64() + strategy.GetProperty("refused").GetInt64());
            Assert.Equal(strategy.GetProperty("accepted").GetInt64(), strategy.GetProperty("roundTrips").GetInt64());

            Assert.False((await served.PostAsync("/api/portfolios/default/strategies/sma-cross/resume")).GetProperty("isPaused").GetBoolean());
            await served.UntilAsync("/api/portfolios/default", now => now.GetProperty("fills").GetInt64() > fills + 2);

            // One symbol alone: nothing of it is refused by the portfolio, and the others go on.
            symbol = (await served.GetAsync("/api/symbols")).GetProperty("symbols")[0].GetString()!;
            Assert.True((await served.PostAsync($"/api/symbols/{symbol}/pause")).GetProperty("isPaused").GetBoolean());
            await served.UntilAsync(
                "/api/portfolios/default/positions",
                now => now.GetProperty("positions").EnumerateArray().All(
                    position => position.GetProperty("symbol").GetString() != symbol || position.GetProperty("quantity").GetDecimal() == 0));
            fills = (await served.GetAsync("/api/portfolios/default")).GetProperty("fills").GetInt64();
            var ended = (await served.GetAsync($"/api/portfolios/default/trades?symbol={symbol}&order=desc&limit=1")).GetProperty("items")[0];
            await served.UntilAsync("/api/portfolios/default", now => now.GetProperty("fills").GetInt64() > fills + 10);
            var last = (await served.GetAsync($"/api/portfolios/default/trades?symbol={symbol}&order=desc&limit=1")).GetProperty("items")[0];
            Assert.Equal(ended.GetProperty("number").GetInt64(), last.GetProperty("number").GetInt64());
            Assert.Equal("close", last.GetProperty("role").GetString());

            await served.PostAsync("/api/portfolios/default/strategies/sma-cross/pause");
            served.Program.Signal("TERM");
            served.Program.WaitForExit().ShouldExit(130);
        }

        using var resumed = ServedProgram.Start([.. run, "--resume"]);
        var after = await resumed.UntilAsync("/api/portfolios/default/strategies", now => now.GetProperty("time").ValueKind != JsonValueKind.Null);
        Assert.True(after.GetProperty("strategies")[0].GetProperty("isPaused").GetBoolean());
        Assert.True(after.GetProperty("strategies")[0].GetProperty("roundTrips").GetInt64() > 5, "what was done before is forgotten");
        Assert.True((await resumed.GetAsync($"/api/symbols/{symbol}")).GetProperty("isPaused").GetBoolean());
        resumed.Program.Signal("TERM");
        resumed.Program.WaitForExit().ShouldExit(130);
    }

    [Fact]
    public void Serve_PortInUse_SaysSo()
    {
        using var folder = new TemporaryFolder();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        RunningProgram.Run("backtest", "--data", Repository.Sample, "--out", folder["out"], $"--serve={port}")
            .ShouldExit(2).ShouldSayInOneLine("--serve", port);
        Assert.False(Directory.Exists(folder["out"]), "something was written");
    }

    [Theory]
    [InlineData("--serve=70000")]
    [InlineData("--serve=http")]
    public void Serve_WrongPort_SaysSo(string option)
    {
        using var folder = new TemporaryFolder();
        RunningProgram.Run("backtest", "--data", Repository.Sample, "--out", folder["out"], option)
            .ShouldExit(2).ShouldSayInOneLine(option, "port");
    }

    private static async Task CheckTradesAsync(ServedProgram served, string log)
    {
        var rows = log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        var trades = new List<JsonElement>();
        for (var path = "/api/portfolios/default/trades?limit=7"; path is not null;)
        {
            var page = await served.GetAsync(path);
            trades.AddRange(page.GetProperty("items").EnumerateArray());
            path = page.GetProperty("nextLink").GetString();
        }

        Assert.Equal(rows.Count, trades.Count);
        foreach (var (row, trade) in rows.Zip(trades))
        {
            var fields = row.Split(',');
            Assert.Equal(fields[0], trade.GetProperty("time").GetString());
            Assert.Equal(fields[1], trade.GetProperty("symbol").GetString());
            Assert.Equal(fields[2], trade.GetProperty("side").GetString()!.ToUpperInvariant());
            Assert.Equal(
                decimal.Parse(fields[6], CultureInfo.InvariantCulture), decimal.Round(trade.GetProperty("cash").GetDecimal(), 4));
        }
    }

    private static async Task CheckSummaryAsync(ServedProgram served, JsonElement summary)
    {
        var portfolio = await served.GetAsync("/api/portfolios/default");
        Assert.Equal(summary.GetProperty("maxDrawdown").GetDouble(), portfolio.GetProperty("maxDrawdown").GetDouble());
        Assert.InRange(portfolio.GetProperty("drawdown").GetDouble(), 0, portfolio.GetProperty("maxDrawdown").GetDouble());
        Assert.True(portfolio.GetProperty("peakEquity").GetDecimal() >= portfolio.GetProperty("equity").GetDecimal());
        var strategy = (await served.GetAsync("/api/portfolios/default/strategies")).GetProperty("strategies")[0];
        Assert.Equal("lss", strategy.GetProperty("type").GetString());
        foreach (var name in (string[])["winRate", "profitFactor", "realizedPnl", "unrealizedPnl", "fees"])
            Assert.Equal(summary.GetProperty(name).GetRawText(), strategy.GetProperty(name).GetRawText());
        Assert.Equal(summary.GetProperty("trades").GetInt64(), strategy.GetProperty("roundTrips").GetInt64());
        Assert.Contains(
            strategy.GetProperty("settings").EnumerateArray(),
            setting => setting.GetProperty("key").GetString() == "volume_multiplier" && setting.GetProperty("value").GetString() == "3.0");
        var all = (await served.GetAsync("/api/portfolios/default/trades?limit=1000")).GetProperty("items").EnumerateArray().ToList();
        var latest = (await served.GetAsync("/api/portfolios/default/trades?limit=3&order=desc&side=buy")).GetProperty("items");
        Assert.Equal(
            all.Where(trade => trade.GetProperty("side").GetString() == "buy").Reverse().Take(3).Select(trade => trade.GetRawText()),
            latest.EnumerateArray().Select(trade => trade.GetRawText()));
    }

    private static async Task CheckChartAsync(ServedProgram served, string symbol, JsonElement state, List<string> lines)
    {
        var chart = await served.GetAsync($"/api/symbols/{symbol}/chart?limit=5000");
        var bars = chart.GetProperty("bars").EnumerateArray().ToList();
        Assert.Equal(2, chart.GetProperty("pricePrecision").GetInt32());
        Assert.Equal(
            lines.Skip(1).TakeLast(5000).Select(line => decimal.Parse(line.Split(',')[4], CultureInfo.InvariantCulture)),
            bars.Select(bar => bar.GetProperty("close").GetDecimal()));
        foreach (var name in (string[])["default/lss/fast", "default/lss/slow", "default/lss/atr", "default/lss/surge"])
        {
            var plot = chart.GetProperty("plots").GetProperty(name).EnumerateArray().ToList();
            Assert.Equal(bars.Count, plot.Count);
            Assert.Equal(state.GetProperty("indicators").GetProperty(name).GetRawText(), plot[^1].GetRawText());
            Assert.Equal(lines.Count - 1 <= 5000, plot[0].ValueKind == JsonValueKind.Null);
        }

        Assert.Contains(chart.GetProperty("plots").GetProperty("default/lss/surge").EnumerateArray(), surge => surge.GetRawText() == "1");
        var after = bars[^4].GetProperty("time").GetString();
        var few = (await served.GetAsync($"/api/symbols/{symbol}/chart?after={after}")).GetProperty("bars").EnumerateArray();
        Assert.Equal(bars.TakeLast(3).Select(bar => bar.GetRawText()), few.Select(bar => bar.GetRawText()));
    }

    private static async Task CheckSymbolsAsync(ServedProgram served)
    {
        var symbols = (await served.GetAsync("/api/symbols")).GetProperty("symbols").EnumerateArray().Select(s => s.GetString()!).ToList();
        Assert.NotEmpty(symbols);
        foreach (var symbol in symbols)
        {
            var lines = File.ReadAllLines(Path.Combine(Repository.Sample, $"{symbol}.csv")).Where(line => line.Length > 0).ToList();
            var state = await served.GetAsync($"/api/symbols/{symbol}");
            Assert.Equal(lines.Count - 1, state.GetProperty("bars").GetInt64());
            Assert.True(state.GetProperty("indicators").GetProperty("default/lss/atr").GetDouble() > 0, $"{symbol} has no ATR");
            var bars = (await served.GetAsync($"/api/symbols/{symbol}/bars?limit=10")).GetProperty("bars").EnumerateArray().ToList();
            Assert.Equal(10, bars.Count);
            Assert.Equal(state.GetProperty("mark").GetDecimal(), bars[^1].GetProperty("close").GetDecimal());
            await CheckChartAsync(served, symbol, state, lines);
        }
    }

    private static async Task<string> ReadUntilAsync(StreamReader live, string expected)
    {
        while (await live.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
        {
            if (line.Contains(expected, StringComparison.Ordinal))
                return line;
        }

        return "";
    }
}

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
        await served.UntilAsync("/api/portfolios/default", _ => File.Exists(folder["out/trading_state.json"]));

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

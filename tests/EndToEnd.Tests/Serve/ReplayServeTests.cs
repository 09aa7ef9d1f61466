using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using TradeBooks.EndToEnd.Tests.Running;

namespace TradeBooks.EndToEnd.Tests.Serve;

/// <summary>A replay that is commanded over HTTP, the demo's dashboard and the key of a process, with real processes.</summary>
public sealed class ReplayServeTests
{
    [Fact]
    public async Task Demo_Served_SaysWhereAndGoesOnUntilCtrlC()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to send");
        using var folder = new TemporaryFolder();
        RunningProgram.Run("demo", "--speed", "max", "--out", folder["plain"]).ShouldExit(0);
        using var served = await ServedProgram.StartWithItsOwnKeyAsync(
            "demo", "--speed", "max", "--out", folder["out"], "--serve", "--port", "0");
        await served.UntilAsync("/api/replay", replay => replay.GetProperty("state").GetString() == "ended");
        await served.UntilFinishedAsync(folder["out"]);
        Assert.Equal(
            File.ReadAllText(folder["plain/order_book.csv"]), await served.TextAsync("/api/portfolios/default/order-book.csv"));
        Assert.Equal("halted", (await served.PostAsync("/api/portfolios/default/halt")).GetProperty("halt").GetString());
        Assert.False(served.Program.HasExited, "it has not gone on serving");

        served.Program.Signal("INT");
        var result = served.Program.WaitForExit().ShouldExit(0);
        Assert.Contains("report.html", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("demo --serve", result.Output, StringComparison.Ordinal);
        Assert.Contains("Serving http://127.0.0.1:", result.Error, StringComparison.Ordinal);
        Assert.Contains("until Ctrl-C", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_NotServed_EndsAndSaysHowToWatch()
    {
        using var folder = new TemporaryFolder();
        var result = RunningProgram.Run("demo", "--speed", "max", "--out", folder["out"]).ShouldExit(0);
        Assert.Contains("./tradebooks demo --serve", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Dashboard: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_NoKeyConfigured_MakesOneThatOnlyThisProcessKnows()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["backtest", "--data", Repository.Sample, "--speed", "0.001x", "--serve=0"];
        using var one = await ServedProgram.StartWithItsOwnKeyAsync([.. arguments, "--out", folder["one"]]);
        using var other = await ServedProgram.StartWithItsOwnKeyAsync([.. arguments, "--out", folder["other"]]);
        Assert.NotEqual(one.ItsKey, other.ItsKey);
        foreach (var wrong in (string?[])[null, other.ItsKey, ServedProgram.Key])
        {
            using var refused = await one.PostAsync("/api/replay/pause", wrong);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        await one.UntilAsync("/api/replay", replay => replay.GetProperty("state").GetString() == "running");
        Assert.Equal("paused", (await one.PostAsync("/api/replay/pause")).GetProperty("state").GetString());
        Assert.All(
            Directory.EnumerateFiles(folder["one"], "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"),
            file => Assert.DoesNotContain(one.ItsKey, Read(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serve_KeyConfigured_IsNotSaid()
    {
        using var folder = new TemporaryFolder();
        using var served = ServedProgram.Start("backtest", "--data", Repository.Sample, "--out", folder["out"], "--speed", "0.001x");
        await served.UntilAsync("/api/replay", _ => true);
        Assert.Contains("Dashboard: http://127.0.0.1:", served.Program.ErrorSoFar, StringComparison.Ordinal);
        Assert.DoesNotContain("#key", served.Program.ErrorSoFar, StringComparison.Ordinal);
        Assert.Equal("paused", (await served.PostAsync("/api/replay/pause")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Replay_PausedSteppedChangedAndStopped_TradesTheSame()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to send");
        using var folder = new TemporaryFolder();
        string[] run = ["backtest", "--data", Repository.Sample];
        RunningProgram.Run([.. run, "--out", folder["plain"]]).ShouldExit(0);
        using (var served = await ServedProgram.StartWithItsOwnKeyAsync([.. run, "--out", folder["out"], "--speed", "600x", "--serve", "--port=0"]))
        {
            await served.UntilAsync("/api/replay", replay => replay.GetProperty("events").GetInt64() > 0);
            var paused = await served.PostAsync("/api/replay/pause");
            Assert.Equal("paused", paused.GetProperty("state").GetString());

            // Four symbols with a bar each minute.
            var stepped = await served.PostAsync("/api/replay/step?slots=25");
            Assert.Equal(paused.GetProperty("events").GetInt64() + 100, stepped.GetProperty("events").GetInt64());
            Assert.Equal(TimeSpan.FromMinutes(25), Time(stepped) - Time(paused));
            Assert.Equal(stepped.GetProperty("events").GetInt64(), (await served.GetAsync("/api/portfolios/default")).GetProperty("events").GetInt64());
            Assert.Equal(JsonValueKind.Null, (await served.PostAsync("/api/replay/speed?value=max")).GetProperty("speed").ValueKind);
            Assert.Equal(stepped.GetProperty("events").GetInt64(), (await served.GetAsync("/api/replay")).GetProperty("events").GetInt64());
            Assert.Equal(6_000, (await served.PostAsync("/api/replay/speed?value=6000")).GetProperty("speed").GetDouble());
            await served.PostAsync("/api/replay/resume");
            var events = stepped.GetProperty("events").GetInt64();
            await served.UntilAsync("/api/replay", replay => replay.GetProperty("events").GetInt64() > events + 40);
            using var refused = await served.PostAsync("/api/replay/step", served.ItsKey);
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            await served.PostAsync("/api/replay/pause");

            served.Program.Signal("INT");
            served.Program.WaitForExit().ShouldExit(130);
        }

        RunningProgram.Run([.. run, "--out", folder["out"], "--resume"]).ShouldExit(0);
        Assert.Equal(File.ReadAllText(folder["plain/order_book.csv"]), File.ReadAllText(folder["out/order_book.csv"]));
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("backtest")]
    public void Serve_PortInUse_SaysSo(string command)
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        string[] data = command == "backtest" ? ["--data", Repository.Sample] : [];
        RunningProgram.Run([command, .. data, "--out", folder["out"], "--serve", "--port", port])
            .ShouldExit(2).ShouldSayInOneLine("--serve", port);
        Assert.False(Directory.Exists(folder["out"]), "something was written");
    }

    [Theory]
    [InlineData("--port 8081", "--serve")]
    [InlineData("--serve=8081 --port 8082", "two ports")]
    [InlineData("--serve --port 70000", "--port 70000")]
    public void Serve_PortThatCannotBe_SaysSo(string options, string expected)
    {
        using var folder = new TemporaryFolder();
        RunningProgram.Run(["demo", "--out", folder["out"], .. options.Split(' ')]).ShouldExit(2).ShouldSayInOneLine(expected);
        Assert.False(Directory.Exists(folder["out"]), "something was written");
    }

    private static DateTimeOffset Time(JsonElement replay) => replay.GetProperty("time").GetDateTimeOffset();

    // The run has it open.
    private static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

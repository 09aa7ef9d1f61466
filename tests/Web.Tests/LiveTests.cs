using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Web.Live;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Web.Tests;

/// <summary>The live stream over real sockets.</summary>
public sealed class LiveTests
{
    [Fact]
    public async Task Live_EveryKind_HasItsNameAndContent()
    {
        await using var api = await ApiHost.StartAsync();
        using var client = await LiveClient.OpenAsync(api);
        api.Desk.Feed.Publish("default", Fill(api, 0));
        api.Desk.Feed.Publish("default", new LiveEvent(0, LiveKind.Marks) { Marks = [new MarkView("AAPL", FakeDesk.Start, 100.10m)] });
        api.Desk.Feed.Publish("default", new LiveEvent(0, LiveKind.Equity)
        {
            Equity = new EquityPoint(new EventTime(FakeDesk.Start.Microseconds + 1), 1m, FakeDesk.Cash, 3m, 4m),
        });
        api.Desk.Feed.Publish("default", new LiveEvent(0, LiveKind.Lag) { Lag = new LagView(10, 2.5, 1) });
        api.Desk.Feed.Reset("default");

        var fill = await client.EventAsync();
        Assert.Equal("fill", fill.Name);
        using (var json = JsonDocument.Parse(fill.Data))
            Assert.Equal("default/lss/AAPL/r1/0", json.RootElement.GetProperty("orderId").GetString());
        var marks = await client.EventAsync();
        Assert.Equal(("marks", """[{"symbol":"AAPL","time":"2026-03-12T13:53:00.000Z","price":100.10}]"""), (marks.Name, marks.Data));
        var equity = await client.EventAsync();
        Assert.Equal(
            """{"time":"2026-03-12T13:53:00.000001Z","cash":1,"equity":100000.000000000001,"realizedPnl":3,"unrealizedPnl":4}""",
            equity.Data);
        var lag = await client.EventAsync();
        Assert.Equal(("lag", """{"events":10,"eventsPerSecond":2.5,"pending":1}"""), (lag.Name, lag.Data));
        Assert.Equal(("reset", "{}"), await client.EventAsync() is var reset ? (reset.Name, reset.Data) : default);
        Assert.Equal([fill.Id + 1, fill.Id + 2, fill.Id + 3], [marks.Id, equity.Id, lag.Id]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Live_LostConnection_GoesOnBehindTheLastSeen(bool inHeader)
    {
        await using var api = await ApiHost.StartAsync();
        long last;
        using (var client = await LiveClient.OpenAsync(api))
        {
            api.Desk.Feed.Publish("default", Fill(api, 0));
            last = (await client.EventAsync()).Id;
        }

        for (var i = 1; i < 20; i++)
            api.Desk.Feed.Publish("default", Fill(api, i));
        var id = last.ToString(CultureInfo.InvariantCulture);
        using var again = await LiveClient.OpenAsync(api, inHeader ? "?after=1" : $"?after={id}", inHeader ? id : null);
        for (var i = 1; i < 20; i++)
        {
            var (number, name, data) = await again.EventAsync();
            Assert.Equal((last + i, "fill"), (number, name));
            Assert.Contains($"\"number\":{i + 1},", data, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Live_TooOldId_IsResetAndGoesOnWithNewOnes()
    {
        var desk = new FakeDesk { Feed = new LiveFeed(new LiveFeedOptions { Capacity = 4, GatherFor = TimeSpan.Zero }) };
        await using var api = await ApiHost.StartAsync(desk: desk);
        for (var i = 0; i < 10; i++)
            desk.Feed.Publish("default", Fill(api, i));
        using var client = await LiveClient.OpenAsync(api, "?after=5");
        Assert.Equal("reset", (await client.EventAsync()).Name);
        desk.Feed.Publish("default", Fill(api, 10));
        Assert.Contains("\"number\":11,", (await client.EventAsync()).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_Quiet_SendsHeartbeats()
    {
        var clock = new TestClock();
        await using var api = await ApiHost.StartAsync(clock: clock);
        using var client = await LiveClient.OpenAsync(api);
        for (var i = 0; i < 3; i++)
        {
            await clock.WaitForTimerAsync(TimeSpan.FromSeconds(15));
            clock.Advance(TimeSpan.FromSeconds(15));
            Assert.Equal(": ", await client.LineAsync());
            Assert.Equal("", await client.LineAsync());
        }
    }

    [Fact]
    public async Task Live_TooManyClients_AreRefusedUntilOneLeaves()
    {
        await using var api = await ApiHost.StartAsync(new() { ["Api:Live:MaxClientsPerCaller"] = "2" });
        using var first = await LiveClient.OpenAsync(api);
        using (await LiveClient.OpenAsync(api))
        {
            using var refused = await api.GetAsync("/api/live");
            await Problem.ShouldBeAsync(refused, HttpStatusCode.TooManyRequests);
            using var other = await api.GetAsync("/api/portfolios");
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }

        await Until.TrueAsync(async () =>
        {
            using var response = await api.Client.GetAsync(
                "/api/live", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Live_ServerStops_EndsTheStream()
    {
        LiveClient client;
        await using (var api = await ApiHost.StartAsync())
            client = await LiveClient.OpenAsync(api);
        using (client)
            Assert.Null(await client.LineAsync());
    }

    [Fact]
    public async Task Live_200ClientsAndOneStuck_DoNotSlowPublishing()
    {
        const int Events = 10_000;
        // Longer than a busy machine leaves one of those waiting who do read.
        await using var api = await ApiHost.StartAsync(new() { ["Api:Live:SendTimeout"] = "00:00:20" });
        var clients = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => LiveClient.OpenAsync(api)));
        using var stuck = new TcpClient { ReceiveBufferSize = 1_024 };
        await stuck.ConnectAsync(IPAddress.Loopback, api.Address.Port, TestContext.Current.CancellationToken);
        await stuck.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes("GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n"), TestContext.Current.CancellationToken);
        await Until.TrueAsync(async () => (await MetricsAsync(api)).Contains("tradebooks_live_clients{otel_scope_name=\"TradeBooks.Web\"} 201\n", StringComparison.Ordinal));

        // Without anything that a client could hold up this takes some milliseconds.
        var time = Stopwatch.StartNew();
        for (var i = 0; i < Events; i++)
            api.Desk.Feed.Publish("default", Fill(api, i % 25));
        time.Stop();
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(10), $"publishing took {time.Elapsed}");
        TestContext.Current.TestOutputHelper?.WriteLine($"published {Events} events to 201 clients in {time.Elapsed}");

        // Everybody who reads comes to the end, whether through all events or over a reset.
        api.Desk.Feed.Publish("default", new LiveEvent(0, LiveKind.Lag) { Lag = new LagView(Events, 0, 0) });
        await Task.WhenAll(clients.Select(client => ReadToLagAsync(api, client)));

        // What the stuck one was sent fills its buffers, and then it is dropped.
        foreach (var client in clients)
            client.Dispose();
        var (rounds, seen) = (0, "");
        await Until.TrueAsync(
            async () =>
            {
                rounds++;
                // So few that a busy server does not lose them all to a reset, which is short.
                for (var i = 0; i < 500; i++)
                    api.Desk.Feed.Publish("default", Fill(api, i % 25));
                seen = await MetricsAsync(api);
                return seen.Contains("tradebooks_live_dropped_total{", StringComparison.Ordinal);
            },
            () => $"{rounds} rounds, then: {string.Join(' ', seen.Split('\n').Where(line => line.Contains("_live_", StringComparison.Ordinal) || line.Contains("title", StringComparison.Ordinal)))}");
    }

    private static async Task ReadToLagAsync(ApiHost api, LiveClient client)
    {
        while (true)
        {
            var (_, name, _) = await client.EventAsync();
            if (name == "lag")
                return;

            // Who was reset has missed the end, and sees what comes from now on.
            if (name == "reset")
                api.Desk.Feed.Publish("default", new LiveEvent(0, LiveKind.Lag) { Lag = new LagView(1, 0, 0) });
        }
    }

    private static async Task<string> MetricsAsync(ApiHost api)
    {
        using var response = await api.GetAsync("/metrics");
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static LiveEvent Fill(ApiHost api, int index) => new(0, LiveKind.Fill) { Fill = api.Desk.Trades[index] };
}

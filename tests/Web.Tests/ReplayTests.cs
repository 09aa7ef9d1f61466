using System.Net;
using System.Text.Json;
using TradeBooks.Domain.Desk;
using TradeBooks.Web.Tests.Hosting;

namespace TradeBooks.Web.Tests;

/// <summary>Pause, resume, step and speed, over HTTP.</summary>
public sealed class ReplayTests
{
    private static readonly string[] Commands = ["pause", "resume", "step", "speed?value=max"];

    [Fact]
    public async Task Get_Replay_IsAsTheContractSays()
    {
        await using var api = await StartAsync(new FakeReplay());
        using var before = await api.GetAsync("/api/replay");
        Assert.Equal(
            """{"state":"running","speed":600,"time":null,"events":0,"canControl":true}""",
            await before.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await PostAsync(api, "pause");
        await PostAsync(api, "speed?value=max");
        var after = await PostAsync(api, "step");
        Assert.Equal(
            """{"state":"paused","speed":null,"time":"2026-03-12T13:31:00.000Z","events":4,"canControl":true}""", after.GetRawText());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_Portfolios_SaysWhetherThereIsAReplay(bool hasReplay)
    {
        await using var api = await StartAsync(hasReplay ? new FakeReplay() : null);
        using var response = await api.GetAsync("/api/portfolios");
        Assert.Equal(
            $$"""{"portfolios":["default"],"hasReplay":{{(hasReplay ? "true" : "false")}},"hasConnections":false}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Post_PauseStepResume_GivesTheNewState()
    {
        await using var api = await StartAsync(new FakeReplay());
        Assert.Equal("paused", (await PostAsync(api, "pause")).GetProperty("state").GetString());
        Assert.Equal(4, (await PostAsync(api, "step")).GetProperty("events").GetInt64());
        Assert.Equal(4_004, (await PostAsync(api, "step?slots=1000")).GetProperty("events").GetInt64());
        Assert.Equal("running", (await PostAsync(api, "resume")).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("600", 600.0)]
    [InlineData("0.001", 0.001)]
    [InlineData("1e6", 1e6)]
    [InlineData("1.5", 1.5)]
    [InlineData("max", null)]
    public async Task Post_Speed_IsSet(string value, double? expected)
    {
        var replay = new FakeReplay();
        await using var api = await StartAsync(replay);
        var view = await PostAsync(api, $"speed?value={value}");
        Assert.Equal(expected, view.GetProperty("speed").Deserialize<double?>());
        Assert.Equal(expected, replay.Speed);
    }

    [Theory]
    [InlineData("speed", "value: it is needed")]
    [InlineData("speed?value=", "value: ")]
    [InlineData("speed?value=0", "value: '0'")]
    [InlineData("speed?value=-1", "value: '-1'")]
    [InlineData("speed?value=0.0009", "value: '0.0009'")]
    [InlineData("speed?value=NaN", "value: 'NaN'")]
    [InlineData("speed?value=Infinity", "value: 'Infinity'")]
    [InlineData("speed?value=1e999", "value: '1e999'")]
    [InlineData("speed?value=600x", "value: '600x'")]
    [InlineData("speed?value=1,000", "value: '1,000'")]
    [InlineData("speed?value=fast", "value: 'fast'")]
    [InlineData("step?slots=0", "slots: 0")]
    [InlineData("step?slots=1001", "slots: 1001")]
    [InlineData("step?slots=-1", "slots: -1")]
    [InlineData("step?slots=many", "slots: 'many'")]
    public async Task Post_BadParameter_SaysWhich(string command, string expected)
    {
        var replay = new FakeReplay { State = ReplayState.Paused };
        await using var api = await StartAsync(replay);
        using var response = await api.SendAsync(HttpMethod.Post, $"/api/replay/{command}", ApiHost.Key);
        Assert.StartsWith(expected, await Problem.ShouldBeAsync(response, HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Equal(600, replay.Speed);
    }

    [Theory]
    [InlineData(ReplayState.Running)]
    [InlineData(ReplayState.Ended)]
    public async Task Post_StepOfWhatIsNotPaused_IsAConflict(ReplayState state)
    {
        await using var api = await StartAsync(new FakeReplay { State = state });
        using var response = await api.SendAsync(HttpMethod.Post, "/api/replay/step", ApiHost.Key);
        Assert.Contains("paused", await Problem.ShouldBeAsync(response, HttpStatusCode.Conflict), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_HostWithoutReplay_IsNotFound()
    {
        await using var api = await ApiHost.StartAsync(ApiHost.WithKey());
        using var get = await api.GetAsync("/api/replay");
        Assert.Contains("replays no history", await Problem.ShouldBeAsync(get, HttpStatusCode.NotFound), StringComparison.Ordinal);
        foreach (var command in Commands)
        {
            using var post = await api.SendAsync(HttpMethod.Post, $"/api/replay/{command}", ApiHost.Key);
            Assert.Contains("replays no history", await Problem.ShouldBeAsync(post, HttpStatusCode.NotFound), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Send_ReplayAway_IsUnavailable()
    {
        await using var api = await StartAsync(new FakeReplay { IsAway = true });
        using var get = await api.GetAsync("/api/replay");
        await Problem.ShouldBeAsync(get, HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(get.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Post_WithoutTheKey_ChangesNothing(string? key)
    {
        var replay = new FakeReplay();
        await using var api = await StartAsync(replay);
        foreach (var command in Commands)
        {
            using var response = await api.SendAsync(HttpMethod.Post, $"/api/replay/{command}", key);
            await Problem.ShouldBeAsync(response, HttpStatusCode.Unauthorized);
        }

        Assert.Equal((ReplayState.Running, 600.0), (replay.State, replay.Speed));
    }

    [Fact]
    public async Task Post_Body_IsRefused()
    {
        var replay = new FakeReplay();
        await using var api = await StartAsync(replay);
        using var text = new StringContent("pause");
        using var wrongType = await api.SendAsync(HttpMethod.Post, "/api/replay/pause", ApiHost.Key, text);
        await Problem.ShouldBeAsync(wrongType, HttpStatusCode.UnsupportedMediaType);
        using var json = new StringContent("""{"a":1}""", System.Text.Encoding.UTF8, "application/json");
        using var wrongContent = await api.SendAsync(HttpMethod.Post, "/api/replay/pause", ApiHost.Key, json);
        await Problem.ShouldBeAsync(wrongContent, HttpStatusCode.BadRequest);
        using var large = new ByteArrayContent(new byte[2_000]);
        large.Headers.ContentType = new("application/json");
        using var tooLarge = await api.SendAsync(HttpMethod.Post, "/api/replay/pause", ApiHost.Key, large);
        await Problem.ShouldBeAsync(tooLarge, HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal(ReplayState.Running, replay.State);
    }

    [Theory]
    [InlineData("GET", "/api/replay/pause", "POST")]
    [InlineData("POST", "/api/replay", "GET")]
    public async Task Send_OtherMethod_IsNotAllowed(string method, string path, string allowed)
    {
        await using var api = await StartAsync(new FakeReplay());
        using var response = await api.SendAsync(new HttpMethod(method), path, ApiHost.Key);
        await Problem.ShouldBeAsync(response, HttpStatusCode.MethodNotAllowed);
        Assert.Equal([allowed], response.Content.Headers.Allow);
    }

    private static Task<ApiHost> StartAsync(FakeReplay? replay) => ApiHost.StartAsync(ApiHost.WithKey(), replay: replay);

    private static async Task<JsonElement> PostAsync(ApiHost api, string command)
    {
        using var response = await api.SendAsync(HttpMethod.Post, $"/api/replay/{command}", ApiHost.Key);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.Clone();
    }
}

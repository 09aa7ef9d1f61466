using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests;

namespace TradeBooks.EndToEnd.Tests.Serve;

/// <summary>A process that serves its run.</summary>
internal sealed partial class ServedProgram : IDisposable
{
    public const string Key = "0f4c1d2b3a49586776859493a2b1c0dfeefdfcfbfaf9f8f7f6f5f4f3f2f1f0e0";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _client;

    private ServedProgram(RunningProgram program, Uri address, string key)
    {
        Program = program;
        Address = address;
        _client = new HttpClient { BaseAddress = address };
        ItsKey = key;
    }

    public RunningProgram Program { get; }

    public Uri Address { get; }

    /// <summary>The key that it accepts.</summary>
    public string ItsKey { get; }

    public static ServedProgram Start(params IEnumerable<string> arguments) => StartOn(LoopbackPort.Free(), arguments);

    public static ServedProgram StartOn(int port, IEnumerable<string> arguments)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        var program = RunningProgram.Start(
            [.. arguments, $"--serve={port}"], null, new Dictionary<string, string> { ["Api__Keys__0__Hash"] = hash });
        return new ServedProgram(program, new Uri($"http://127.0.0.1:{port}"), Key);
    }

    /// <summary>Starts it without a configured key, and takes address and key from what it says.</summary>
    public static async Task<ServedProgram> StartWithItsOwnKeyAsync(params IEnumerable<string> arguments)
    {
        var program = RunningProgram.Start(arguments);
        var time = Stopwatch.StartNew();
        while (true)
        {
            var said = DashboardLine().Match(program.ErrorSoFar);
            if (said.Success)
                return new ServedProgram(program, new Uri(said.Groups["address"].Value), said.Groups["key"].Value);
            Assert.False(program.HasExited, "the program has ended");
            Assert.True(time.Elapsed < Patience, $"no address after {time.Elapsed}: {program.ErrorSoFar}");
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var json = JsonDocument.Parse(await TextAsync(path));
        return json.RootElement.Clone();
    }

    public async Task<string> TextAsync(string path)
    {
        using var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {(int)response.StatusCode} {text}");
        return text;
    }

    public async Task<JsonElement> PostAsync(string path)
    {
        using var response = await PostAsync(path, ItsKey);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {(int)response.StatusCode} {text}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    public async Task<HttpResponseMessage> PostAsync(string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (key is not null)
            request.Headers.Add("X-Api-Key", key);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Opens the live stream.</summary>
    public async Task<StreamReader> LiveAsync() =>
        new(await _client.GetStreamAsync("/api/live", TestContext.Current.CancellationToken));

    /// <summary>Waits until an answer is as wanted, and gives it.</summary>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> condition)
    {
        var time = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                    if (condition(json.RootElement))
                        return json.RootElement.Clone();
                }
            }
            catch (HttpRequestException) when (!Program.HasExited)
            {
                // It does not listen yet.
            }

            Assert.False(Program.HasExited, "the program has ended");
            Assert.True(time.Elapsed < Patience, $"{path}: not seen after {time.Elapsed}");
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>
    /// Waits until a run that comes to its end has put its results in their places, of which the state is the last: that the
    /// data have ended is told before.
    /// </summary>
    public Task UntilFinishedAsync(string folder) =>
        UntilAsync("/api/portfolios/default", _ => File.Exists(Path.Combine(folder, RunResults.StateName)));

    public void Dispose()
    {
        _client.Dispose();
        Program.Dispose();
    }

    // The key is 256 bits in base64url.
    [GeneratedRegex(@"^Dashboard: (?<address>http://127\.0\.0\.1:\d+/)#key=(?<key>[A-Za-z0-9_-]{43})\r?\n", RegexOptions.Multiline)]
    private static partial Regex DashboardLine();
}

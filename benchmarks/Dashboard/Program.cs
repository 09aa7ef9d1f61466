using System.CommandLine;
using System.Globalization;
using Microsoft.Playwright;
using TradeBooks.Benchmarks.Dashboard;

var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 600, Description = "Length of the soak" };
var rate = new Option<int>("--rate") { DefaultValueFactory = _ => 1_000, Description = "Updates in a second" };
var browser = new Option<string>("--browser") { DefaultValueFactory = _ => "/usr/bin/chromium", Description = "Chromium's program" };
var command = new RootCommand("The dashboard under load: heap, nodes and frames, and how soon the first view stands") { seconds, rate, browser };
command.SetAction(parsed => RunAsync(parsed.GetValue(seconds), parsed.GetValue(rate), parsed.GetValue(browser)!));
return await command.Parse(args).InvokeAsync();

static async Task<int> RunAsync(int seconds, int rate, string executable)
{
    using var playwright = await Playwright.CreateAsync();
    await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = executable,
        Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
    });
    await using var host = await LoadHost.StartAsync();

    // A thousand seconds of history, so that there is something to show.
    for (var i = 0; i < 100_000; i++)
        host.Desk.Step();
    var views = new List<double>();
    for (var i = 0; i < 11; i++)
        views.Add(await PageMeter.FirstViewAsync(browser, host.Address));
    var first = views.Skip(1).Order().ToList();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"first view: median {first[first.Count / 2]:0} ms of {first.Count} ({first[0]:0} to {first[^1]:0}); the very first {views[0]:0} ms"));

    var before = host.Desk.Updates;
    host.Begin(rate);
    await using var page = await PageMeter.OpenAsync(browser, host.Address);
    var samples = await SoakReport.RunAsync(page, TimeSpan.FromSeconds(seconds));
    await host.StopAsync();
    await page.CheckAsync(host.Desk.Fills);
    Console.WriteLine($"{host.Desk.Updates - before:N0} updates");
    SoakReport.Write(Console.Out, samples);
    return 0;
}

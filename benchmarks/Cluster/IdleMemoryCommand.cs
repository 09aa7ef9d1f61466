using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TradeBooks.Benchmarks.Kafka;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>
/// <c>memory</c>: what a symbol that has nothing to do keeps in a silo: the difference in live managed memory that many of
/// them make, first only activated, then after some bars each.
/// </summary>
internal static class IdleMemoryCommand
{
    // The silo's own start is paid for by these.
    private const int WarmUps = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var postgres = new Option<string>("--postgres") { Description = "Connection string of a database that may be written to", Required = true };
        var symbols = new Option<int>("--count") { Description = "How many symbols", DefaultValueFactory = _ => 10_000 };
        var bars = new Option<int>("--bars") { Description = "Bars of each", DefaultValueFactory = _ => 100 };
        var partitions = new Option<int>("--partitions") { Description = "Partitions of the topic, which is to be empty", DefaultValueFactory = _ => 6 };
        var arguments = new BrokerArguments();
        var command = new Command("memory", "Memory of an idle symbol") { postgres, symbols, bars, partitions };
        arguments.AddTo(command);
        command.SetAction((result, cancellation) => MeasureAsync(
            result.GetRequiredValue(postgres), arguments.Kafka(result), result.GetValue(partitions), result.GetValue(symbols),
            result.GetValue(bars), cancellation));
        return command;
    }

    private static async Task MeasureAsync(
        string postgres, KafkaOptions kafka, int partitions, int count, int bars, CancellationToken cancellation)
    {
        var names = ManySymbols.Names(WarmUps + count);
        var key = Guid.NewGuid().ToString("N");
        using var host = await SiloHost.StartAsync(
            new Dictionary<string, IReadOnlyList<string>> { [key] = names }, postgres, kafka, cancellation);
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var portfolio = grains.GetGrain<IPortfolioGrain>(key);
        ManySymbols.Fill(kafka, names[..WarmUps], bars, partitions);
        await WaitAsync(portfolio, (long)WarmUps * bars, cancellation);
        var before = await RestAsync(cancellation);
        foreach (var name in names[WarmUps..])
            await grains.GetGrain<ISymbolGrain>(name).GetView();
        var activated = await RestAsync(cancellation);
        ManySymbols.Fill(kafka, names[WarmUps..], bars, partitions);
        await WaitAsync(portfolio, (long)names.Length * bars, cancellation);
        var fed = await RestAsync(cancellation);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\n| of {count:N0} symbols, each | KB |\n|---|---|\n| activated | {(activated - before) / 1e3 / count:0.0} |"
            + $"\n| after {bars} bars | {(fed - before) / 1e3 / count:0.0} |"));
        await host.StopAsync(cancellation);
    }

    private static async Task WaitAsync(IPortfolioGrain portfolio, long events, CancellationToken cancellation)
    {
        var last = -1L;
        for (var clock = Stopwatch.StartNew(); last < events;)
        {
            var now = (await portfolio.GetView()).Events;
            if (now > last)
                clock.Restart();
            else if (clock.Elapsed > Patience)
                throw new TimeoutException($"no event has come for {Patience}: {now:N0} of {events:N0}");
            last = now;
            await Task.Delay(50, cancellation);
        }
    }

    // What the portfolio has may still be on its way into a symbol's snapshot.
    private static async Task<long> RestAsync(CancellationToken cancellation)
    {
        var (last, live) = (long.MaxValue, Live());
        for (var clock = Stopwatch.StartNew(); live < last - last / 1000 && clock.Elapsed < Patience;)
        {
            await Task.Delay(1000, cancellation);
            (last, live) = (live, Live());
        }

        return live;
    }

    private static long Live()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Silo.Feeding;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>
/// <c>memory</c>: what a symbol that has nothing to do keeps in a silo: the difference in live managed memory that many of
/// them make, first only activated, then after one batch of bars each.
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
        var bars = new Option<int>("--bars") { Description = "Bars of the batch", DefaultValueFactory = _ => 100 };
        var command = new Command("memory", "Memory of an idle symbol") { postgres, symbols, bars };
        command.SetAction((result, cancellation) => MeasureAsync(
            result.GetRequiredValue(postgres), result.GetValue(symbols), result.GetValue(bars), cancellation));
        return command;
    }

    private static async Task MeasureAsync(string postgres, int count, int bars, CancellationToken cancellation)
    {
        var names = SiloHost.Symbols(WarmUps + count);
        var portfolio = Guid.NewGuid().ToString("N");
        using var host = await SiloHost.StartAsync(
            new Dictionary<string, IReadOnlyList<string>> { [portfolio] = names }, postgres, cancellation);
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var streams = host.Services.GetRequiredKeyedService<IStreamProvider>(StreamNames.Provider);
        var builder = new RecordBatchBuilder(portfolio);
        for (var i = 0; i < bars; i++)
            builder.Add(Kafka.WaveBars.Create(0, i), i);
        var batch = builder.Take();

        await ActivateAsync(grains, names.AsMemory(0, WarmUps));
        await FeedAsync(streams, grains.GetGrain<IPortfolioGrain>(portfolio), names.AsMemory(0, WarmUps), batch, WarmUps * bars, cancellation);
        var before = Live();
        await ActivateAsync(grains, names.AsMemory(WarmUps));
        var activated = Live();
        await FeedAsync(streams, grains.GetGrain<IPortfolioGrain>(portfolio), names.AsMemory(WarmUps), batch, (long)names.Length * bars, cancellation);
        var fed = Live();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\n| of {count:N0} symbols, each | KB |\n|---|---|\n| activated | {(activated - before) / 1e3 / count:0.0} |"
            + $"\n| after a batch of {bars} bars | {(fed - before) / 1e3 / count:0.0} |"));
        await host.StopAsync(cancellation);
    }

    private static async Task ActivateAsync(IGrainFactory grains, ReadOnlyMemory<string> symbols)
    {
        for (var i = 0; i < symbols.Length; i++)
            await grains.GetGrain<ISymbolGrain>(symbols.Span[i]).GetView();
    }

    private static async Task FeedAsync(
        IStreamProvider streams, IPortfolioGrain portfolio, ReadOnlyMemory<string> symbols, RecordBatch batch, long events,
        CancellationToken cancellation)
    {
        for (var i = 0; i < symbols.Length; i++)
            await streams.GetStream<RecordBatch>(StreamId.Create(StreamNames.Bars, symbols.Span[i])).OnNextAsync(batch);
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

    private static long Live()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

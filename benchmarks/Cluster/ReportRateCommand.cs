using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TradeBooks.Benchmarks.Kafka;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>
/// <c>reports</c>: a portfolio in a silo in this process, and its symbols, each of which sends its next report when the last
/// one is durable.
/// </summary>
internal static class ReportRateCommand
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var postgres = new Option<string>("--postgres") { Description = "Connection string of a database that may be written to", Required = true };
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured", DefaultValueFactory = _ => 3 };
        var seconds = new Option<double>("--seconds") { Description = "For how long", DefaultValueFactory = _ => 2 };
        var command = new Command("reports", "Reports that a portfolio makes durable") { postgres, rounds, seconds };
        command.SetAction(async (result, cancellation) =>
        {
            Console.WriteLine("\n| store | symbols | slots in a report | reports/s | slots/s |\n|---|---|---|---|---|");
            foreach (var (name, connection) in ((string, string?)[])[("memory", null), ("PostgreSQL", result.GetRequiredValue(postgres))])
                await MeasureAsync(name, connection, result.GetValue(rounds), TimeSpan.FromSeconds(result.GetValue(seconds)), cancellation);
        });
        return command;
    }

    private static async Task MeasureAsync(string store, string? postgres, int rounds, TimeSpan time, CancellationToken cancellation)
    {
        (string Portfolio, int Symbols, int Slots)[] cases =
        [
            .. from symbols in (int[])[6, 100]
               from slots in (int[])[1, 256]
               select (Guid.NewGuid().ToString("N"), symbols, slots),
        ];
        using var host = await SiloHost.StartAsync(
            cases.ToDictionary(one => one.Portfolio, one => (IReadOnlyList<string>)ManySymbols.Names(one.Symbols)), postgres, null, cancellation);
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        foreach (var (portfolio, symbols, slots) in cases)
        {
            var senders = Enumerable.Range(0, symbols)
                .Select(symbol => new Sender(grains.GetGrain<IPortfolioGrain>(portfolio), symbol, slots)).ToArray();
            await RateAsync(senders, WarmUp);
            var rates = new List<double>();
            for (var round = 0; round < rounds; round++)
                rates.Add(await RateAsync(senders, time));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {store} | {symbols} | {slots} | {Spread.Of(rates):N0} | {Spread.Of(rates.Select(rate => rate * slots)).Median:N0} |"));
        }

        await host.StopAsync(cancellation);
    }

    private static async Task<double> RateAsync(Sender[] senders, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(senders.Select(sender => Task.Run(() => sender.SendAsync(clock, time))));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    private sealed class Sender(IPortfolioGrain portfolio, int symbol, int slots)
    {
        private long _next = 1;

        public async Task<long> SendAsync(Stopwatch clock, TimeSpan time)
        {
            var count = 0L;
            for (; clock.Elapsed < time; count++)
            {
                var report = new SymbolReport { SymbolIndex = symbol, Sequence = _next, Slots = MakeSlots() };
                if ((await portfolio.Submit(report)).IsPending)
                    throw new InvalidOperationException("a report was left unanswered for seconds");
                _next += slots;
            }

            return count;
        }

        private SlotTick[] MakeSlots()
        {
            var ticks = new SlotTick[slots];
            for (var i = 0; i < slots; i++)
                ticks[i] = new SlotTick(new EventTime((_next + i) * EventTime.Minute), Decimal64.FromDecimal(100m + (_next + i) % 50 * 0.01m), 1);
            return ticks;
        }
    }
}

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using TradeBooks.Benchmarks.Kafka;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>
/// <c>latency</c>: bars at a steady rate to a cluster in arrival mode; from just before the client is given the bar that
/// fills an order, to the moment at which a client of the API's live stream has the fill, which was durable before.
/// </summary>
internal static class FillLatencyCommand
{
    // Compilation.
    private const int WarmUpRate = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var arguments = new BrokerArguments();
        var rates = new Option<int[]>("--rate") { Description = "Bars a second, all symbols together; may be given several times", DefaultValueFactory = _ => [100, 1000, 10_000] };
        var seconds = new Option<int>("--seconds") { Description = "How long each rate is measured", DefaultValueFactory = _ => 20 };
        var warmUp = new Option<int>("--warm-up") { Description = "Seconds before that", DefaultValueFactory = _ => 10 };
        var command = new Command("latency", "Time from a bar's append to its fill at a client of the API") { rates, seconds, warmUp };
        arguments.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var kafka = arguments.Kafka(result);
            var symbols = arguments.Symbols(result);
            if (new Routes(kafka, symbols).CountRecords(BrokerArguments.BareConsumer(kafka)) > 0)
                throw new InvalidOperationException($"topics {kafka.Topic} are to be empty");
            var run = new ClusterRun(kafka, arguments.Set(result), ClusterRun.Arrival, 1, symbols)
            {
                Strategy = "sma-cross",
                Settings = ["fast=1", "slow=2", "direction=long-short", "sizing=quantity"],
            };
            await using var cluster = await LocalCluster.UpAsync(run);
            await MeasureAsync(
                cluster, kafka, symbols, result.GetValue(rates)!, result.GetValue(seconds), result.GetValue(warmUp), cancellation);
        });
        return command;
    }

    private static async Task MeasureAsync(
        LocalCluster cluster, Feeds.Kafka.KafkaOptions kafka, IReadOnlyList<string> symbols, int[] rates, int seconds, int warmUp,
        CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var sender = new WaveSender(kafka, symbols);
        var fills = new LiveFills();
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Run(() => fills.ReadAsync(cluster.Http, opened, ending.Token), ending.Token);
        await opened.Task;
        var stages = new List<(int Rate, int FirstSlot, Spread Lateness)>();
        var before = 0L;
        foreach (var (rate, length) in rates.Select(rate => (rate, seconds)).Prepend((WarmUpRate, warmUp)))
        {
            var first = sender.Count / symbols.Count;
            var lateness = await Task.Factory.StartNew(
                () => sender.Send(rate, length), ending.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            stages.Add((rate, first, lateness));
            // Each rate begins with nothing left to do.
            await cluster.WaitForEventsAsync(sender.Count, null, cancellation);
            if (stages.Count == 1)
                (_, before) = await cluster.PortfolioAsync(cancellation);
        }

        var (_, all) = await cluster.PortfolioAsync(cancellation);
        var begin = WaveBars.Create(0, stages[1].FirstSlot).Time.ToUtc();
        for (var clock = Stopwatch.StartNew(); fills.Since(begin).Count < all - before; await Task.Delay(100, cancellation))
        {
            if (clock.Elapsed > Patience || reading.IsCompleted)
                throw new TimeoutException($"{fills.Since(begin).Count:N0} of {all - before:N0} fills were received", reading.Exception);
        }

        await ending.CancelAsync();
        await reading;
        Print(fills.Since(begin), sender, symbols, stages);
    }

    private static void Print(
        IReadOnlyList<(string Symbol, DateTime Time, long Seen)> fills, WaveSender sender, IReadOnlyList<string> symbols,
        List<(int Rate, int FirstSlot, Spread Lateness)> stages)
    {
        var places = symbols.Select((symbol, place) => (symbol, place)).ToDictionary(StringComparer.Ordinal);
        var all = fills.Select(fill =>
        {
            var slot = WaveBars.SlotOf(fill.Time);
            return (Slot: slot, Latency: Stopwatch.GetElapsedTime(sender.Sent(slot, places[fill.Symbol]), fill.Seen).TotalMilliseconds);
        }).ToList();
        Console.WriteLine("\n| bars/s | fills | p50 | p99 | p99.9 | most | sent later than planned: median, most |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        for (var i = 1; i < stages.Count; i++)
        {
            var (rate, first, lateness) = stages[i];
            var end = i + 1 < stages.Count ? stages[i + 1].FirstSlot : int.MaxValue;
            var latencies = all.Where(fill => fill.Slot >= first && fill.Slot < end).Select(fill => fill.Latency).Order().ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {rate:N0} | {latencies.Length:N0} | {At(latencies, 0.5):0.0} ms | {At(latencies, 0.99):0.0} ms | {At(latencies, 0.999):0.0} ms"
                + $" | {latencies[^1]:0.0} ms | {lateness.Median:0.00} ms, {lateness.Most:0.0} ms |"));
        }
    }

    private static double At(double[] sorted, double share) => sorted[(int)((sorted.Length - 1) * share)];
}

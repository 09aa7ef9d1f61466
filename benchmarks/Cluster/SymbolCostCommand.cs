using System.CommandLine;
using System.Globalization;
using TradeBooks.Benchmarks.Kafka;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>
/// <c>symbols</c>: the same number of bars of 6, 600 and 6,000 symbols, slot by slot in one topic, from a backlog in
/// arrival mode with one silo.
/// </summary>
internal static class SymbolCostCommand
{
    public static Command Create()
    {
        var arguments = new BrokerArguments();
        var symbols = new Option<int>("--count") { Description = "How many symbols; the topic is to be empty", Required = true };
        var bars = new Option<int>("--bars") { Description = "Bars of all symbols together", DefaultValueFactory = _ => 480_000 };
        var partitions = new Option<int>("--partitions") { Description = "Partitions of the topic", DefaultValueFactory = _ => 6 };
        var rounds = new Option<int>("--rounds") { Description = "How often it is measured", DefaultValueFactory = _ => 1 };
        var command = new Command("symbols", "Cost of an event with many symbols") { symbols, bars, partitions, rounds };
        arguments.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var kafka = arguments.Kafka(result);
            var names = ManySymbols.Names(result.GetValue(symbols));
            var slots = result.GetValue(bars) / names.Length;
            ManySymbols.Fill(kafka, names, slots, result.GetValue(partitions));
            var run = new ClusterRun(kafka, arguments.Set(result), ClusterRun.Arrival, 1, names);
            var backlogs = new List<Backlog>();
            for (var round = 0; round < result.GetValue(rounds); round++)
                backlogs.Add(await Backlog.MeasureAsync(run, (long)slots * names.Length, cancellation));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {names.Length:N0} | {slots * names.Length:N0} | {Spread.Of(backlogs.Select(one => one.EventsPerSecond / 1e3)):0.0}"
                + $" | {Spread.Of(backlogs.Select(one => 1e6 / one.EventsPerSecond)):0.0} µs"
                + $" | {Spread.Of(backlogs.Select(one => one.ProcessorPerMillion.TotalSeconds)):0.0} |"));
        });
        return command;
    }
}

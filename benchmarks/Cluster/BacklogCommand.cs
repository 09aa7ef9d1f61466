using System.CommandLine;
using System.Globalization;
using Confluent.Kafka;
using TradeBooks.Benchmarks.Kafka;

namespace TradeBooks.Benchmarks.Cluster;

/// <summary>
/// <c>backlog</c>: a cluster over topics that are full, with one and two silos, in both modes, in turn with a loop that
/// only counts the same records.
/// </summary>
internal static class BacklogCommand
{
    public static Command Create()
    {
        var arguments = new BrokerArguments();
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured", DefaultValueFactory = _ => 3 };
        var command = new Command("backlog", "Rate from a backlog beside a bare consume loop") { rounds };
        arguments.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var kafka = arguments.Kafka(result);
            var symbols = arguments.Symbols(result);
            var routes = new Routes(kafka, symbols);
            var config = new ConsumerConfig(BrokerArguments.BareConsumer(kafka)) { FetchQueueBackoffMs = 10 };
            var records = routes.CountRecords(config);
            ClusterRun[] runs =
            [
                .. from mode in (string[])[ClusterRun.EventTime, ClusterRun.Arrival]
                   from silos in (int[])[1, 2]
                   select new ClusterRun(kafka, arguments.Set(result), mode, silos, symbols),
            ];
            var bare = new List<double>();
            var backlogs = runs.Select(_ => new List<Backlog>()).ToArray();
            BareLoop.Count<Ignore, Ignore>(config, routes.Targets, records);
            for (var round = 0; round < result.GetValue(rounds); round++)
            {
                bare.Add(records / Usage.Of(() => BareLoop.Count<Ignore, Ignore>(config, routes.Targets, records)).Wall.TotalSeconds);
                for (var i = 0; i < runs.Length; i++)
                {
                    // All but the ends of data.
                    backlogs[i].Add(await Backlog.MeasureAsync(runs[i], records - symbols.Count, cancellation));
                }
            }

            Print(records, bare, runs, backlogs);
        });
        return command;
    }

    private static void Print(long records, List<double> bare, ClusterRun[] runs, List<Backlog>[] backlogs)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{records:N0} records, {bare.Count} rounds; medians (least to most)\n"));
        Console.WriteLine("| mode | silos | thousand events/s | of the bare loop | s of the silos' processors per million |");
        Console.WriteLine("|---|---|---|---|---|");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| `Consumer<Ignore, Ignore>` | | {Spread.Of(bare.Select(rate => rate / 1e3)):0} | | |"));
        for (var i = 0; i < runs.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {runs[i].Mode} | {runs[i].Silos} | {Spread.Of(backlogs[i].Select(one => one.EventsPerSecond / 1e3)):0}"
                + $" | {Spread.Of(backlogs[i].Zip(bare, (own, first) => own.EventsPerSecond / first * 100)):0} %"
                + $" | {Spread.Of(backlogs[i].Select(one => one.ProcessorPerMillion.TotalSeconds)):0.0} |"));
        }
    }
}

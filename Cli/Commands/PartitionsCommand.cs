using System.CommandLine;
using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Cli.Settings;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Commands;

/// <summary><c>tradebooks partitions</c>: proposes which partition carries which symbol, and checks such maps.</summary>
internal static class PartitionsCommand
{
    /// <summary>What the help says after the options.</summary>
    public const string Notes = """
        Examples:
          tradebooks partitions --symbols btcusdt,ethusdt,apeusdt --partitions 2
              --rates btcusdt=120,ethusdt=80,apeusdt=5 --out binance-config.json
          tradebooks partitions --symbols solusdt --from binance-config.json
              --out binance-config.json
          tradebooks partitions --check binance-config.json --brokers localhost:9092

        A symbol of --from keeps its partition: to move it would break the order of
        its records. --rates may also be a file: JSON {"A":120} or CSV symbol,rate.
        Exit codes: 0 done, 1 --check found problems, 2 bad input or settings
        (nothing written), 3 the map can't be written, 4 Kafka can't be reached.
        """;

    public static Command Create(CliHost host)
    {
        var symbols = CommonOptions.Symbols();
        symbols.Description = "Symbols to place, separated by commas; their case counts";
        var partitions = new Option<int?>("--partitions", "-p")
        {
            Description = "Partitions of the exchange's topics; default: as many as --from has",
            HelpName = "N",
        };
        var rates = new Option<string[]>("--rates")
        {
            Description = "Expected records of each symbol, or a file of them; default: all alike",
            HelpName = "A=120,B=30",
        };
        var from = new Option<string?>("--from") { Description = "Map whose symbols stay where they are", HelpName = "FILE" };
        var output = new Option<string?>("--out", "-o") { Description = "Write the map: EXCHANGE-config.json", HelpName = "FILE" };
        var check = new Option<string[]>("--check")
        {
            Description = "Compare a map with the broker's topics; may be repeated",
            HelpName = "FILE",
        };
        var brokers = new Option<string?>("--brokers", "-b") { Description = "Brokers that --check asks", HelpName = "HOST:PORT" };
        var topics = new Option<string[]>("--topic")
        {
            Description = "Topics of the map; default: EXCHANGE-orderbook and EXCHANGE-trades",
            HelpName = "NAME",
        };
        var set = CommonOptions.Set();
        var config = CommonOptions.Config();
        var command = new Command("partitions", "Propose which Kafka partition carries which symbol, or check such a map")
        {
            symbols, partitions, rates, from, output, check, brokers, topics, set, config,
        };
        command.SetAction((result, stop) => Task.FromResult(host.Guard(() =>
        {
            // Names of files: a comma is part of one.
            var maps = result.GetValue(check) ?? [];
            if (maps.Length == 0)
            {
                RejectOthers(result, "is for --check alone", brokers, topics, set, config);
                return Propose(host, new PartitionProposal
                {
                    Symbols = CommonOptions.List(result, symbols),
                    Partitions = result.GetValue(partitions),
                    Rates = result.GetValue(rates) ?? [],
                    From = result.GetValue(from),
                    Out = result.GetValue(output),
                });
            }

            RejectOthers(result, "does not go with --check", symbols, partitions, rates, from, output);
            var settings = SettingsLoader.Load(result.GetValue(config), host.Environment, result.GetValue(set) ?? [])
                .Where(setting => KafkaOptions.Owns(setting.Key)).ToDictionary();
            return Check(
                host, new PartitionCheck([.. maps.Select(PartitionMap.Read)], CommonOptions.List(result, topics)),
                KafkaOptions.Read(new SettingsReader(settings), result.GetValue(brokers)),
                stop);
        })));
        return command;
    }

    private static int Propose(CliHost host, PartitionProposal proposal)
    {
        var (plan, rates, existing) = proposal.Make();
        if (proposal.Out is { } path)
            new PartitionMap(path, plan.Partitions).Write(path);
        PartitionTable.Write(host.Output, plan, rates, existing);
        if (proposal.Out is not null)
            host.Output.WriteLine($"Written: {proposal.Out}");
        return ExitCode.Success;
    }

    private static int Check(CliHost host, PartitionCheck check, KafkaOptions options, CancellationToken stop)
    {
        // Why there is no answer is part of the error, if it comes to that.
        var notices = new BrokerNotices(_ => { }, host.Clock);
        var findings = check.Find(KafkaTopics.Find(options, notices, host.Clock, stop)).ToList();
        foreach (var finding in findings)
            host.Output.WriteLine(finding);
        if (findings.Count > 0)
            return ExitCode.ProblemsFound;
        foreach (var map in check.Maps)
        {
            Paragraph.Write(
                host.Output, "", $"{map.File}: {Text.Plural(map.Partitions.Count, "symbol")}, all on partitions that "
                + $"{string.Join(" and ", check.TopicsOf(map))} {(check.TopicsOf(map).Count == 1 ? "has" : "have")}", CliHost.Width);
        }

        return ExitCode.Success;
    }

    private static void RejectOthers(ParseResult result, string why, params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
        {
            if (result.GetResult(option) is { Implicit: false })
                throw new SettingException($"{option.Name} {why}");
        }
    }
}

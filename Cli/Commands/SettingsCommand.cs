using System.CommandLine;
using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Commands;

/// <summary><c>tradebooks settings</c>: every setting with its default and effect.</summary>
internal static class SettingsCommand
{
    /// <summary>What the help says after the options.</summary>
    public const string Notes = """
        Examples:
          tradebooks settings
          tradebooks settings --strategy sma-cross

        Settings come from tradebooks.json, then the environment (TRADEBOOKS_CASH),
        then --set cash=10000. A strategy's or symbol's
        own value wins: --set trend.fast=5, --set AAPL.tick_size=0.05.
        What is below Kafka:Client, Kafka:Producer and Kafka:Consumer goes to
        librdkafka as it is: --set Kafka:Client:security.protocol=SASL_SSL, or
        TRADEBOOKS_KAFKA__CLIENT__SECURITY__PROTOCOL in the environment.
        """;

    private const string AnySymbol = "Any symbol";

    public static Command Create(CliHost host)
    {
        var strategy = new Option<string[]>("--strategy")
        {
            Description = "Only settings that matter with these strategies; default: all",
            HelpName = "NAME",
            DefaultValueFactory = _ => [.. StrategyCatalog.All.Select(type => type.Name)],
        };
        var command = new Command("settings", "List every setting with its default and effect") { strategy };
        command.SetAction(result => host.Guard(() =>
        {
            foreach (var section in Collect(CommonOptions.Split(result.GetValue(strategy))))
            {
                host.Output.WriteLine(section.Key);
                foreach (var setting in section)
                {
                    var head = $"  {setting.Key,-21} {setting.Default,-14} ";
                    Paragraph.Write(host.Output, head, setting.Effect, CliHost.Width);
                }

                host.Output.WriteLine();
            }

            return ExitCode.Success;
        }));
        return command;
    }

    /// <summary>
    /// The settings that are read for these strategies: the portfolio's, every strategy's, each one's own; then those of
    /// Kafka, with colons as users write them.
    /// </summary>
    public static IEnumerable<IGrouping<string, SettingDefinition>> Collect(IReadOnlyList<string> strategies)
    {
        var reader = new SettingsReader(new Dictionary<string, string>());
        var choices = StrategyChoice.Parse(strategies);
        TradingSetup.Read(reader, choices, [AnySymbol]);
        RunPlan.ReadTimes(reader);
        RunPlan.ReadQuotes(reader);
        return reader.Definitions
            .GroupBy(setting => setting with { Scope = setting.Scope is null ? null : "" })
            .Select(same => (
                Section: same.First().Scope is not { } scope ? "Portfolio"
                    : scope == AnySymbol ? scope
                    : same.Count() == choices.Count && choices.Count > 1 ? "Any strategy"
                    : scope,
                Setting: same.First()))
            .OrderBy(entry => entry.Setting.Key, StringComparer.Ordinal)
            .GroupBy(entry => entry.Section, entry => entry.Setting)
            .OrderBy(section => section.Key switch { "Portfolio" => 0, AnySymbol => 1, "Any strategy" => 2, _ => 3 })
            .Concat(CollectKafka());
    }

    private static IEnumerable<IGrouping<string, SettingDefinition>> CollectKafka()
    {
        var reader = new SettingsReader(new Dictionary<string, string>());
        KafkaOptions.Read(reader, brokers: "any");
        return reader.Definitions
            .Select(setting => setting with { Key = setting.Key.Replace('.', ':') })
            .OrderBy(setting => setting.Key, StringComparer.Ordinal)
            .GroupBy(_ => "Kafka");
    }
}

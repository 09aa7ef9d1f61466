using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary>
/// Benchmarks against a broker, each with a bare client beside it in the same process and run:
/// <c>kafka-produce --brokers HOST:PORT [--rounds N] [--set Kafka:Client:KEY=VALUE ...]</c>.
/// </summary>
internal static class KafkaBenchmarks
{
    private const int DefaultRounds = 7;

    /// <summary>Runs what the arguments name.</summary>
    /// <returns>False where they name something else.</returns>
    public static bool TryRun(string[] args)
    {
        if (args is not ["kafka-produce", .. var rest])
            return false;
        var (options, rounds) = Read(rest);
        ProduceBenchmark.Run(options, rounds);
        return true;
    }

    private static (KafkaOptions Options, int Rounds) Read(string[] args)
    {
        var settings = new Dictionary<string, string>();
        string? brokers = null;
        var rounds = DefaultRounds;
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = args[i + 1];
            switch (args[i])
            {
                case "--brokers":
                    brokers = value;
                    break;
                case "--rounds":
                    rounds = int.Parse(value);
                    break;
                case "--set":
                    var at = value.IndexOf('=', StringComparison.Ordinal);
                    settings[value[..at].Replace(':', '.')] = value[(at + 1)..];
                    break;
                default:
                    throw new ArgumentException($"{args[i]}: give --brokers, --rounds or --set");
            }
        }

        // A topic of its own for each symbol and run of this program.
        return (KafkaOptions.Read(new SettingsReader(settings), brokers, $"bench-{Guid.NewGuid():N}-{{symbol}}"), rounds);
    }
}

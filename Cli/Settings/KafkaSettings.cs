using System.Collections;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Settings;

/// <summary>The settings of a command that only moves records: those of Kafka, and no others.</summary>
internal static class KafkaSettings
{
    /// <param name="file">A settings file that must exist; null for <c>tradebooks.json</c> here, if there is one.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="assignments"><c>key=value</c> texts.</param>
    /// <returns>
    /// The settings of Kafka, with whatever else the assignments have, which is an error of who gave it; file and
    /// environment may serve other commands too.
    /// </returns>
    /// <exception cref="SettingException">The file is not JSON or missing, or a text has no <c>=</c>.</exception>
    public static SettingsReader Load(string? file, IDictionary environment, IReadOnlyList<string> assignments)
    {
        var given = assignments.Select(assignment => assignment.Split('=')[0].Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new SettingsReader(SettingsLoader.Load(file, environment, assignments)
            .Where(setting => KafkaOptions.Owns(setting.Key) || given.Contains(setting.Key)).ToDictionary());
    }
}

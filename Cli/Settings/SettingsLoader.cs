using System.Collections;
using System.Text.Json;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Cli.Settings;

/// <summary>
/// Collects settings from, each winning over the one before: <c>tradebooks.json</c>, the environment
/// (<c>TRADEBOOKS_MAX_DRAWDOWN</c>, <c>TRADEBOOKS_TREND__FAST</c> for <c>trend.fast</c>), and <c>--set key=value</c>.
/// </summary>
internal static class SettingsLoader
{
    public const string FileName = "tradebooks.json";
    private const string Prefix = "TRADEBOOKS_";

    // Names that start like settings and are something else.
    private static readonly string[] Reserved = ["KAFKA", "POSTGRES", "HOME", "LONG", "STARTED", "CLUSTER_DIR"];

    /// <param name="file">A settings file that must exist; null for <c>tradebooks.json</c> here, if there is one.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="assignments"><c>key=value</c> texts.</param>
    /// <exception cref="SettingException">The file is not JSON or missing, or a text has no <c>=</c>.</exception>
    public static Dictionary<string, string> Load(string? file, IDictionary environment, IEnumerable<string> assignments)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (file is not null || File.Exists(FileName))
            AddFile(values, file ?? FileName);
        foreach (DictionaryEntry variable in environment)
        {
            var name = (string)variable.Key;
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && !Reserved.Contains(name[Prefix.Length..]))
                Set(values, KeyOf(name[Prefix.Length..]), (string?)variable.Value ?? "");
        }

        foreach (var assignment in assignments)
        {
            var at = assignment.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || string.IsNullOrWhiteSpace(assignment[..at]))
                throw new SettingException($"--set {assignment}: a setting is given as key=value");
            Set(values, assignment[..at].Trim(), assignment[(at + 1)..]);
        }

        return values;
    }

    // The names of .NET's own configuration: Kafka:Client:security.protocol.
    private static void Set(Dictionary<string, string> values, string key, string value) =>
        values[key.StartsWith("Kafka:", StringComparison.OrdinalIgnoreCase) ? key.Replace(':', '.') : key] = value;

    private static string KeyOf(string variable) =>
        variable.Replace("__", ".", StringComparison.Ordinal).ToLowerInvariant();

    private static void AddFile(Dictionary<string, string> values, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(file),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new SettingException($"{file}: settings are one JSON object");
            AddObject(values, file, "", document.RootElement);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{file}: {e.Message}");
        }
    }

    private static void AddObject(Dictionary<string, string> values, string file, string scope, JsonElement element)
    {
        foreach (var member in element.EnumerateObject())
        {
            var key = scope + member.Name;
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    AddObject(values, file, key + ".", member.Value);
                    break;
                case JsonValueKind.Array:
                    throw new SettingException($"{file}: setting {key} is a list; a setting is a text, a number or true/false");
                case JsonValueKind.Null:
                    break;
                default:
                    Set(values, key, member.Value.ToString());
                    break;
            }
        }
    }
}

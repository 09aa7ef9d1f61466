namespace TradeBooks.Tests;

/// <summary>Real market data and published results beside the repository; its vendors' rights keep it out of it.</summary>
internal static class SharedData
{
    private static readonly string? Root = Find();

    /// <summary>The path of a file or folder below <c>../shared/data</c>; skips the test where it is absent.</summary>
    public static string Path(string relative)
    {
        var path = TryPath(relative);
        Assert.SkipUnless(path is not null, $"../shared/data/{relative} is not beside the repository");
        return path!;
    }

    /// <summary>The same path, or null where it is absent.</summary>
    public static string? TryPath(string relative)
    {
        var path = Root is null ? null : System.IO.Path.Combine(Root, relative);
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "TradeBooks.sln")))
                continue;
            var data = System.IO.Path.Combine(folder.Parent?.FullName ?? folder.FullName, "shared", "data");
            return Directory.Exists(data) ? data : null;
        }

        return null;
    }
}

namespace TradeBooks.EndToEnd.Tests.Running;

/// <summary>A folder as it is now, to be put back later.</summary>
internal sealed class FolderCopy : IDisposable
{
    private readonly string _folder;
    private readonly string _copy;

    public FolderCopy(string folder)
    {
        _folder = folder;
        _copy = folder + ".copy";
        Copy(_folder, _copy);
    }

    /// <summary>Makes the folder what it was.</summary>
    public void Restore()
    {
        Directory.Delete(_folder, recursive: true);
        Copy(_copy, _folder);
    }

    public void Dispose() => Directory.Delete(_copy, recursive: true);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}

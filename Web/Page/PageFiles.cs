using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Security.Cryptography;

namespace TradeBooks.Web.Page;

/// <summary>The built page as it lies in an assembly's resources; none where it was built without Node.js.</summary>
internal sealed class PageFiles
{
    public const string Index = "index.html";
    private const string Root = "wwwroot/";
    private readonly Assembly _assembly;
    private readonly FrozenDictionary<string, PageFile> _files;
    private readonly ConcurrentDictionary<string, byte[]> _contents = new(StringComparer.Ordinal);

    /// <param name="assembly">Has the files as resources, <c>wwwroot/...</c>.</param>
    public PageFiles(Assembly assembly)
    {
        _assembly = assembly;
        var names = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        _files = names
            .Where(name => !IsCopy(name))
            .ToFrozenDictionary(name => name[Root.Length..], name => Describe(name, names), StringComparer.Ordinal);
    }

    /// <summary>Finds a file by its path below the page's root.</summary>
    public bool TryFind(string path, [NotNullWhen(true)] out PageFile? file) => _files.TryGetValue(path, out file);

    /// <summary>The content of a resource of <see cref="PageFile"/>.</summary>
    public byte[] Read(string resource) => _contents.GetOrAdd(resource, static (name, assembly) =>
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }, _assembly);

    private static bool IsCopy(string name) =>
        name.EndsWith(".br", StringComparison.Ordinal) || name.EndsWith(".gz", StringComparison.Ordinal);

    private static string? Existing(string name, HashSet<string> names) => names.Contains(name) ? name : null;

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        _ => "application/octet-stream",
    };

    private PageFile Describe(string name, HashSet<string> names)
    {
        var tag = Convert.ToHexStringLower(SHA256.HashData(Read(name)).AsSpan(0, 12));
        return new PageFile(ContentType(name), tag, name, Existing(name + ".br", names), Existing(name + ".gz", names));
    }
}

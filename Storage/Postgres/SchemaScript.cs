using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TradeBooks.Storage.Postgres;

/// <summary>A step of the schema, which is in the program as a file of SQL.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Name">Name of the file, without its ending: <c>0001-ledger</c>.</param>
/// <param name="Sql">What it runs.</param>
internal sealed record SchemaScript(int Version, string Name, string Sql)
{
    private const string Prefix = "PostgresSchema/";

    /// <summary>SHA-256 of the text, in hexadecimal digits.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>All that this program knows, in their order.</summary>
    public static IReadOnlyList<SchemaScript> Known { get; } = ReadAll();

    private static List<SchemaScript> ReadAll()
    {
        var assembly = typeof(SchemaScript).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(resource =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                var name = resource[Prefix.Length..];
                // A checkout may have changed the ends of the lines.
                var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
                return new SchemaScript(int.Parse(name[..4], CultureInfo.InvariantCulture), name, sql);
            })
            .ToList();
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace TradeBooks.Web.Security;

/// <summary>The keys that are accepted, as hashes.</summary>
internal sealed class ApiKeyRing
{
    // Far longer than any key: what is longer is not hashed.
    private const int MaxLength = 512;
    private readonly (string Name, byte[] Hash)[] _keys;

    public ApiKeyRing(IOptions<ApiOptions> options) =>
        _keys = [.. options.Value.Keys.Select((key, i) => (key.Name ?? $"key {i}", Convert.FromHexString(key.Hash)))];

    public bool IsEmpty => _keys.Length == 0;

    /// <summary>Whether a text is a SHA-256 in hexadecimal digits.</summary>
    public static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigit);

    /// <summary>Finds a key's name. The time that it takes tells nothing about the keys.</summary>
    public string? Find(string key)
    {
        if (key.Length is 0 or > MaxLength)
            return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        string? found = null;
        foreach (var (name, expected) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, expected))
                found ??= name;
        }

        return found;
    }
}

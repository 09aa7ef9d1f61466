namespace TradeBooks.Web;

/// <summary>A key that is accepted; the key itself is nowhere in the configuration.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>What logs call it. Default: its place, such as <c>key 0</c>.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// SHA-256 of the key in 64 hexadecimal digits: <c>printf %s "$KEY" | sha256sum</c>. A key is random and long, such
    /// as 32 bytes from <c>openssl rand -hex 32</c>, so that a slow hash would add nothing.
    /// </summary>
    public string Hash { get; set; } = "";
}

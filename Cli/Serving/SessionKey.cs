using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using TradeBooks.Web;

namespace TradeBooks.Cli.Serving;

/// <summary>
/// An API key of this process alone, for whoever can read its terminal: without one nothing could be changed where the
/// configuration names none.
/// </summary>
internal static class SessionKey
{
    private const int Bytes = 32;
    private const string Name = "session";

    /// <summary>Makes a key where the configuration names none, and tells the options its hash.</summary>
    /// <param name="configuration">The host's configuration.</param>
    /// <param name="register">Is given what changes the options.</param>
    /// <returns>The key, in characters that an address may have; null where keys are configured.</returns>
    public static string? Create(IConfiguration configuration, Action<Action<ApiOptions>> register)
    {
        if (configuration.GetSection($"{ApiOptions.Section}:{nameof(ApiOptions.Keys)}").GetChildren().Any())
            return null;
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        register(options => options.Keys.Add(new ApiKeyOptions { Name = Name, Hash = hash }));
        return key;
    }
}

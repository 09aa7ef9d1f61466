using Microsoft.AspNetCore.Http;

namespace TradeBooks.Web.Security;

/// <summary>Who asks.</summary>
/// <param name="Key">Name of the key that was given; null for none or a wrong one.</param>
/// <param name="HasGivenKey">Whether any key was given.</param>
/// <param name="Id">What requests are counted by: the key, or the address.</param>
internal sealed record Caller(string? Key, bool HasGivenKey, string Id)
{
    public const string Header = "X-Api-Key";
    private const string Bearer = "Bearer ";

    /// <summary>Reads who asks from the request's headers.</summary>
    public static Caller Read(HttpContext context, ApiKeyRing keys)
    {
        var given = (string?)context.Request.Headers[Header];
        if (string.IsNullOrEmpty(given)
            && (string?)context.Request.Headers.Authorization is { } text
            && text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            given = text[Bearer.Length..].Trim();
        }

        var key = string.IsNullOrEmpty(given) ? null : keys.Find(given);
        return new Caller(
            key,
            !string.IsNullOrEmpty(given),
            key is null ? $"address {context.Connection.RemoteIpAddress}" : $"key {key}");
    }

    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("the caller was not identified");
}

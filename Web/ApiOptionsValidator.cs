using Microsoft.Extensions.Options;
using TradeBooks.Web.Security;

namespace TradeBooks.Web;

/// <summary>Says at start which option of the API can't be, and what it was.</summary>
internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        var failures = new List<string>();
        for (var i = 0; i < options.Keys.Count; i++)
        {
            // The value is not shown: it may be the key itself, put there by mistake.
            if (!ApiKeyRing.IsHash(options.Keys[i].Hash))
                failures.Add($"Api:Keys:{i}:Hash is not a SHA-256 in 64 hexadecimal digits (printf %s \"$KEY\" | sha256sum)");
        }

        for (var i = 0; i < options.CorsOrigins.Count; i++)
        {
            if (!IsOrigin(options.CorsOrigins[i]))
                failures.Add($"Api:CorsOrigins:{i} '{options.CorsOrigins[i]}' is not an origin such as https://desk.example.com");
        }

        for (var i = 0; i < options.AllowedHosts.Count; i++)
        {
            if (!HostGuard.IsPattern(options.AllowedHosts[i]))
                failures.Add($"Api:AllowedHosts:{i} '{options.AllowedHosts[i]}' is not a host such as localhost or *.example.com, without a port");
        }

        for (var i = 0; i < options.Meters.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(options.Meters[i]))
                failures.Add($"Api:Meters:{i} '{options.Meters[i]}' is not the name of a meter");
        }

        Check(nameof(options.MaxPageSize), options.MaxPageSize, 1, 10_000);
        Check(nameof(options.MaxRequestBodyBytes), options.MaxRequestBodyBytes, 0, 1 << 20);
        Check(nameof(options.MaxConnections), options.MaxConnections, 1, int.MaxValue);
        Check("RateLimit:PermitsPerSecond", options.RateLimit.PermitsPerSecond, 1, 1_000_000);
        Check("RateLimit:Burst", options.RateLimit.Burst, 1, 1_000_000);
        Check("Live:MaxClients", options.Live.MaxClients, 1, 1_000_000);
        Check("Live:MaxClientsPerCaller", options.Live.MaxClientsPerCaller, 1, 1_000_000);
        CheckTime(nameof(options.RequestHeadersTimeout), options.RequestHeadersTimeout, Shortest, Longest);
        CheckTime(nameof(options.RequestTimeout), options.RequestTimeout, Shortest, Longest);
        CheckTime(nameof(options.RetryAfter), options.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckTime("Live:Heartbeat", options.Live.Heartbeat, Shortest, Longest);
        CheckTime("Live:SendTimeout", options.Live.SendTimeout, Shortest, Longest);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string option, int value, int least, int most)
        {
            if (value < least || value > most)
                failures.Add($"Api:{option} {value} is not within {least} and {most}");
        }

        void CheckTime(string option, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
                failures.Add($"Api:{option} {value} is not within {least} and {most}");
        }
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}

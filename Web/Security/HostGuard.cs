using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TradeBooks.Web.Errors;

namespace TradeBooks.Web.Security;

/// <summary>
/// Answers only to the names that the server is known by, so that a page of somebody else, whose name was made to point
/// to this machine, can't read through its visitor's browser.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, IOptions<ApiOptions> options, BindScope scope)
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Whether a text is a host name, <c>*.name</c> or <c>*</c>.</summary>
    public static bool IsPattern(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return false;
        var host = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        return text == "*" || Uri.CheckHostName(host.Trim('[', ']')) != UriHostNameType.Unknown;
    }

    public Task InvokeAsync(HttpContext context)
    {
        var allowed = options.Value.AllowedHosts;
        if (allowed.Count == 0)
        {
            if (!scope.IsLoopbackOnly)
                return next(context);
            allowed = Loopback;
        }

        var host = context.Request.Host.Host;
        return allowed.Any(pattern => Matches(host, pattern))
            ? next(context)
            : Problems.WriteAsync(
                context, StatusCodes.Status400BadRequest, $"The host '{host}' is not answered; Api:AllowedHosts names those that are.");
    }

    private static bool Matches(string host, string pattern) => pattern switch
    {
        "*" => true,
        ['*', .. var end] => host.Length > end.Length && host.EndsWith(end, StringComparison.OrdinalIgnoreCase),
        _ => host.Equals(pattern, StringComparison.OrdinalIgnoreCase),
    };
}

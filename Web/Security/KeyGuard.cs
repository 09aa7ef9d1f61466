using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TradeBooks.Web.Errors;
using TradeBooks.Web.Page;

namespace TradeBooks.Web.Security;

/// <summary>
/// Asks for a key where one is needed: to change anything, and for everything but health and the page's own files beyond
/// loopback.
/// </summary>
internal sealed class KeyGuard(RequestDelegate next, IOptions<ApiOptions> options, ApiKeyRing keys, BindScope scope)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var caller = Caller.Of(context);
        if (caller.Key is not null || request.Path.StartsWithSegments("/health") || IsOpen(context))
            return next(context);
        var isReading = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (isReading && !caller.HasGivenKey && scope.IsLoopbackOnly && !options.Value.RequireKey)
            return next(context);
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"tradebooks\"";
        return Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, Reason(caller));
    }

    private static bool IsOpen(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<NoKeyNeeded>() is not null;

    private string Reason(Caller caller) => (keys.IsEmpty, caller.HasGivenKey) switch
    {
        (true, _) => "No API key is configured, so nothing can be changed. Make one (KEY=$(openssl rand -hex 32)), set "
            + "Api:Keys:0:Hash to its hash (printf %s \"$KEY\" | sha256sum), start again, and send it as X-Api-Key.",
        (_, true) => "The API key is not known.",
        _ => "An API key is needed: send it as X-Api-Key, or as Authorization: Bearer.",
    };
}

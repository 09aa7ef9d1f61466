using Microsoft.AspNetCore.Http;

namespace TradeBooks.Web.Endpoints;

/// <summary>Symbols in addresses: exchanges write some with a slash.</summary>
internal static class SymbolName
{
    private const string Name = "symbol";

    /// <summary>Decodes %2F in the route's symbol, the only character that the server below leaves encoded.</summary>
    public static Task Decode(HttpContext context, RequestDelegate next)
    {
        if (context.Request.RouteValues.TryGetValue(Name, out var value) && value is string symbol)
            context.Request.RouteValues[Name] = symbol.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return next(context);
    }
}

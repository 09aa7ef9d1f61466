using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using TradeBooks.Web.Errors;

namespace TradeBooks.Web.Page;

/// <summary>
/// The dashboard: the page at <c>/</c> and what it is made of below <c>/assets</c>, whose names change with their
/// content. Its views are named behind a <c>#</c>, which no server sees.
/// </summary>
internal static class PageEndpoints
{
    private const string Forever = "public, max-age=31536000, immutable";

    // Nothing but the page's own files and its own server; no script or style inside the HTML; in nobody's frame.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/", Methods, GetPage).WithMetadata(NoKeyNeeded.Instance).ExcludeFromDescription();
        app.MapMethods("/assets/{**name}", Methods, GetAsset).WithMetadata(NoKeyNeeded.Instance).ExcludeFromDescription();
    }

    private static FileContentHttpResult GetPage(HttpContext context, PageFiles files)
    {
        if (!files.TryFind(PageFiles.Index, out var file))
        {
            throw new RequestException(
                StatusCodes.Status404NotFound,
                "The dashboard was not built: install Node.js 20.19 or later with npm (https://nodejs.org) and build again. "
                + "The API is not affected: /openapi/v1.json lists it.");
        }

        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        return Send(context, files, file);
    }

    private static IResult GetAsset(HttpContext context, PageFiles files, string? name)
    {
        if (!files.TryFind("assets/" + name, out var file))
            return TypedResults.NotFound();
        context.Response.Headers.CacheControl = Forever;
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Send(context, files, file);
    }

    private static FileContentHttpResult Send(HttpContext context, PageFiles files, PageFile file)
    {
        var (resource, encoding) = Choose(context.Request, file);
        var headers = context.Response.Headers;
        if (file.Brotli is not null || file.Gzip is not null)
            headers.Vary = HeaderNames.AcceptEncoding;
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        var tag = new EntityTagHeaderValue($"\"{file.Tag}{(encoding is null ? "" : "-" + encoding)}\"");
        return TypedResults.Bytes(files.Read(resource), file.ContentType, entityTag: tag);
    }

    private static (string Resource, string? Encoding) Choose(HttpRequest request, PageFile file)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return file.Brotli is { } brotli && Accepts("br") ? (brotli, "br")
            : file.Gzip is { } gzip && Accepts("gzip") ? (gzip, "gzip")
            : (file.Plain, null);

        bool Accepts(string encoding) =>
            accepted.Any(one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);
    }
}

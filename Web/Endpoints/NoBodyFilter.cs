using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TradeBooks.Web.Errors;

namespace TradeBooks.Web.Endpoints;

/// <summary>For calls that need nothing but their address: the body is empty, or an empty JSON object.</summary>
internal sealed class NoBodyFilter(IOptions<ApiOptions> options) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var most = options.Value.MaxRequestBodyBytes;
        if (request.ContentLength > most)
            throw TooLarge(most);
        if (request.ContentType is not null && !request.HasJsonContentType())
        {
            throw new RequestException(
                StatusCodes.Status415UnsupportedMediaType, "The body is empty, or an empty JSON object as application/json.");
        }

        var body = new byte[most + 1];
        var length = await request.Body.ReadAtLeastAsync(
            body, body.Length, throwOnEndOfStream: false, context.HttpContext.RequestAborted);
        if (length > most)
            throw TooLarge(most);
        var text = body.AsSpan(0, length).Trim(" \t\r\n"u8);
        if (!text.IsEmpty && !(text[0] == '{' && text[^1] == '}' && text[1..^1].Trim(" \t\r\n"u8).IsEmpty))
            throw new RequestException(StatusCodes.Status400BadRequest, "The body is neither empty nor an empty JSON object.");
        return await next(context);
    }

    private static RequestException TooLarge(int most) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {most} bytes.");
}

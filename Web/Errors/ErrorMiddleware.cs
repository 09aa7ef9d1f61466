using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TradeBooks.Domain.Desk;

namespace TradeBooks.Web.Errors;

/// <summary>Makes every error one of problem details, whoever found it.</summary>
internal sealed partial class ErrorMiddleware(
    RequestDelegate next, IOptions<ApiOptions> options, ILogger<ErrorMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
            return;
        }
        catch (Exception e)
        {
            await AnswerAsync(context, e);
            return;
        }

        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted && response.ContentType is null)
            await Problems.WriteAsync(context, response.StatusCode, Detail(context));
    }

    private async Task AnswerAsync(HttpContext context, Exception error)
    {
        var (status, detail) = error switch
        {
            DeskNotFoundException => (StatusCodes.Status404NotFound, error.Message),
            DeskConflictException => (StatusCodes.Status409Conflict, error.Message),
            DeskUnavailableException => (StatusCodes.Status503ServiceUnavailable, error.Message),
            RequestException wrong => (wrong.Status, wrong.Message),
            BadHttpRequestException bad => (bad.StatusCode, Say(bad)),
            _ => (StatusCodes.Status500InternalServerError, "Something went wrong inside; the server's log says what."),
        };
        if (status == StatusCodes.Status500InternalServerError)
            LogFailed(context.Request.Method, context.Request.Path, error);
        if (context.Response.HasStarted)
        {
            // What was sent must not look complete.
            context.Abort();
            return;
        }

        context.Response.Clear();
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = Seconds(options.Value.RetryAfter);
        await Problems.WriteAsync(context, status, detail);
    }

    private static string Seconds(TimeSpan time) =>
        ((long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static string? Detail(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address; /openapi/v1.json lists what there is.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not possible here; Allow says what is.",
        StatusCodes.Status504GatewayTimeout => "The desk did not answer in time.",
        _ => null,
    };

    // 'Failed to bind parameter "Nullable<int> limit" from "abc".' names types that are nobody's business.
    private static string Say(BadHttpRequestException error)
    {
        return error.Message.Split('"') switch
        {
            [_, var parameter, _, var value, ..] => $"{Name(parameter)}: '{value}' is not valid.",
            [_, var parameter, _] => $"{Name(parameter)}: it is needed.",
            _ => error.Message,
        };

        static string Name(string parameter) => JsonNamingPolicy.CamelCase.ConvertName(parameter[(parameter.LastIndexOf(' ') + 1)..]);
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed; the client was told nothing but that.")]
    private partial void LogFailed(string method, PathString path, Exception error);
}

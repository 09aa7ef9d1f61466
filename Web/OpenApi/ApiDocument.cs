using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TradeBooks.Domain.Market;
using TradeBooks.Web.Security;

namespace TradeBooks.Web.OpenApi;

/// <summary>What the OpenAPI document says beyond what the endpoints' signatures tell.</summary>
internal static class ApiDocument
{
    private const string KeyScheme = "apiKey";
    private const string BearerScheme = "bearer";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(SecureAsync);
        options.AddSchemaTransformer(ShapeAsync);
    }

    private static Task DescribeAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "TradeBooks",
            Version = "v1",
            Description = "Portfolios, orders, fills and P&L of running strategies. Money is exact: decimals as JSON "
                + "numbers. Times are event times in UTC. Every error is problem details (RFC 9457).",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = Caller.Header,
                Description = "Needed to change anything and, unless the server listens on loopback only, for everything "
                    + "but /health/*.",
            },
            [BearerScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The API key, as Authorization: Bearer.",
            },
        };
        return Task.CompletedTask;
    }

    private static Task SecureAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.Description.RelativePath?.StartsWith("health/", StringComparison.Ordinal) == true)
            return Task.CompletedTask;
        var isReading = context.Description.HttpMethod == "GET";
        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, context.Document)] = [] },
        ];

        // An empty requirement is OpenAPI's way to say that it also works without.
        if (isReading)
            operation.Security.Add([]);
        return Task.CompletedTask;
    }

    private static Task ShapeAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Type == typeof(EventTime))
        {
            schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "date-time";
            schema.Description = "Event time, ISO 8601 in UTC; null for none.";
            schema.Properties?.Clear();
            schema.Required?.Clear();
        }
        else if (context.JsonTypeInfo.Type == typeof(decimal) || context.JsonTypeInfo.Type == typeof(decimal?))
        {
            // Not "double", which generated clients would round to.
            schema.Format = "decimal";
        }

        return Task.CompletedTask;
    }
}

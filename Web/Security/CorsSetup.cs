using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace TradeBooks.Web.Security;

/// <summary>Pages of other origins may call only where they were named.</summary>
internal sealed class CorsSetup(IOptions<ApiOptions> options) : IConfigureOptions<CorsOptions>
{
    public void Configure(CorsOptions cors) => cors.AddDefaultPolicy(policy => policy
        .WithOrigins([.. options.Value.CorsOrigins])
        .WithMethods("GET", "POST")
        .WithHeaders(Caller.Header, "Authorization", "Content-Type", "Last-Event-ID")
        .WithExposedHeaders("Link", "Retry-After"));
}

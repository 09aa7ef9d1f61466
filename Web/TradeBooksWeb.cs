using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TradeBooks.Domain.Desk;
using TradeBooks.Web.Endpoints;
using TradeBooks.Web.Errors;
using TradeBooks.Web.Json;
using TradeBooks.Web.Limits;
using TradeBooks.Web.Live;
using TradeBooks.Web.Metrics;
using TradeBooks.Web.OpenApi;
using TradeBooks.Web.Page;
using TradeBooks.Web.Security;

namespace TradeBooks.Web;

/// <summary>
/// Brings the API and its page into a host: <c>builder.Services.AddTradeBooksWeb(builder.Configuration)</c>, an
/// <see cref="ITradingDesk"/> of the host's own, and <c>app.MapTradeBooks()</c>.
/// </summary>
public static class TradeBooksWeb
{
    /// <summary>
    /// Adds what the API needs but its <see cref="ITradingDesk"/>. Reads the section <see cref="ApiOptions.Section"/>;
    /// a host that starts with an option that can't be, or beyond loopback without a key, stops with an
    /// <see cref="OptionsValidationException"/> whose message says which.
    /// </summary>
    public static IServiceCollection AddTradeBooksWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ApiOptions>().Bind(configuration.GetSection(ApiOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<BindScope>();
        services.AddSingleton<ApiKeyRing>();
        services.AddSingleton<LiveMetrics>();
        services.TryAddSingleton(_ => new PageFiles(typeof(TradeBooksWeb).Assembly));
        services.AddSingleton(provider => new MetricsText(
            provider.GetRequiredService<IMeterFactory>(), MeterNames(provider.GetRequiredService<IOptions<ApiOptions>>().Value)));
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>, RateLimits>();
        services.AddSingleton<IConfigureOptions<CorsOptions>, CorsSetup>();
        services.AddRouting();
        services.AddCors();
        services.AddMetrics();
        services.AddRateLimiter(_ => { });
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<ApiOptions>>((timeouts, options) =>
            timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = options.Value.RequestTimeout });
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(options => WebJson.Apply(options.SerializerOptions));
        services.AddOpenApi("v1", ApiDocument.Configure);
        return services;
    }

    /// <summary>
    /// Puts the API's guards into the pipeline and its endpoints behind them. Call it once, before anything else of the
    /// host is mapped: what comes later is guarded, too.
    /// </summary>
    public static WebApplication MapTradeBooks(this WebApplication app)
    {
        // From here on, before the first request is counted.
        app.Services.GetRequiredService<MetricsText>();
        app.UseMiddleware<ErrorMiddleware>();
        app.Use(AddHeaders);
        app.UseMiddleware<HostGuard>();
        app.UseRouting();
        app.Use(SymbolName.Decode);
        app.UseCors();
        app.Use(Identify);
        app.UseRateLimiter();
        app.UseMiddleware<KeyGuard>();
        app.UseRequestTimeouts();

        var api = app.MapGroup("/api").WithCommonProblems();
        ProfitBookEndpoints.Map(api);
        PortfolioEndpoints.Map(api);
        StrategyEndpoints.Map(api);
        SymbolEndpoints.Map(api);
        ConnectionEndpoints.Map(api);
        ReplayEndpoints.Map(api);
        LiveEndpoint.Map(api);
        HealthEndpoints.Map(app);
        MetricsEndpoint.Map(app);
        app.MapOpenApi();
        PageEndpoints.Map(app);
        return app;
    }

    private static IEnumerable<string> MeterNames(ApiOptions options) => options.Meters.Count > 0
        ? options.Meters
        : ["TradeBooks*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private static RouteGroupBuilder WithCommonProblems(this RouteGroupBuilder api)
    {
        foreach (var status in (ReadOnlySpan<int>)[400, 401, 404, 429, 500, 503, 504])
            api.ProducesProblem(status);
        return api;
    }

    private static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.TryAdd("Cache-Control", "no-store");
            return Task.CompletedTask;
        }, context);
        return next(context);
    }

    private static Task Identify(HttpContext context, RequestDelegate next)
    {
        context.Features.Set(Caller.Read(context, context.RequestServices.GetRequiredService<ApiKeyRing>()));
        return next(context);
    }
}

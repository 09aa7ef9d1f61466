using System.Net;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Hosting;

/// <summary>The HTTP server, logs and telemetry that silo and API have in common.</summary>
internal static class HttpHosting
{
    /// <exception cref="SettingException">The configuration can't be read.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        HostConfiguration.Load(builder.Configuration, args);
        return builder;
    }

    /// <summary>Listens where the settings say, and nowhere else.</summary>
    public static void AddCommon(this WebApplicationBuilder builder, ClusterSettings settings, string program, string instance)
    {
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Listen(new IPEndPoint(settings.HttpAddress, settings.HttpPort));
        });
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.ShutdownTimeout);
        if (settings.Otlp is { } endpoint)
            builder.Services.AddHostedService(_ => new Telemetry(endpoint, program, instance));
    }
}

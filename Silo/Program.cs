using TradeBooks.Hosting;
using TradeBooks.Silo.Health;
using TradeBooks.Silo.Hosting;
using TradeBooks.Silo.Settings;
using TradeBooks.Web.Metrics;

const string Name = "tradebooks-silo";

return await Entry.RunAsync(Name, async stop =>
{
    var builder = HttpHosting.CreateBuilder(args);
    var settings = SiloSettings.Read(builder.Configuration);
    builder.AddCommon(settings.Cluster, Name, $"{settings.Cluster.Address}:{settings.Cluster.SiloPort}");
    builder.Services.AddTrading(settings);
    builder.UseOrleans(silo => silo.UseTradeBooks(settings));

    await using var app = builder.Build();
    app.MapHealth();
    // From here on, before the first event is counted.
    app.Services.GetRequiredService<MetricsText>();

    await app.Services.GetRequiredService<Prerequisites>().WaitAsync(stop);
    await app.RunAsync(stop);
});

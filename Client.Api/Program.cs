using TradeBooks.Client.Api.Desk;
using TradeBooks.Client.Api.Hosting;
using TradeBooks.Hosting;
using TradeBooks.Web;

const string Name = "tradebooks-api";
const int HttpPort = 8080;
const int ResponseSeconds = 5;

return await Entry.RunAsync(Name, async stop =>
{
    var builder = HttpHosting.CreateBuilder(args);
    HostConfiguration.RejectUnknownSections(builder.Configuration, [.. ClusterSettings.Sections, DeskSettings.Section, ApiOptions.Section]);
    var cluster = ClusterSettings.Read(builder.Configuration, HttpPort, ResponseSeconds);
    // Before the address: its limits hold for what is listened to after it.
    builder.Services.AddTradeBooksWeb(builder.Configuration);
    builder.AddCommon(cluster, Name, $"{cluster.HttpAddress}:{cluster.HttpPort}");
    builder.Services.AddDesk(cluster, DeskSettings.Read(builder.Configuration));
    builder.UseOrleansClient(client => client.UseTradeBooks(cluster));

    await using var app = builder.Build();
    app.MapTradeBooks();
    await app.RunAsync(stop);
});

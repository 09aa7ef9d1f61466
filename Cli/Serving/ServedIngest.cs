using System.Runtime.CompilerServices;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Exchanges.Connecting;
using TradeBooks.Web.Live;

namespace TradeBooks.Cli.Serving;

/// <summary>The books and connections of an ingest with their API and dashboard.</summary>
internal sealed class ServedIngest : IDisposable
{
    private readonly LiveFeed _live;
    private readonly MarketWatch _watch;
    private readonly MarketMetrics _metrics;
    private readonly DeskServer _server;

    private ServedIngest(LiveFeed live, MarketWatch watch, MarketMetrics metrics, DeskServer server)
    {
        _live = live;
        _watch = watch;
        _metrics = metrics;
        _server = server;
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="port">Port of 127.0.0.1; 0 for a free one.</param>
    /// <param name="host">Where the address is said.</param>
    /// <param name="exchange">Whose connections they are.</param>
    /// <param name="connector">What is served; outlives this.</param>
    /// <param name="pending">Records that are on their way to Kafka.</param>
    /// <exception cref="SettingException">The port is in use, or an option of the API can't be.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ServedIngest Start(int port, CliHost host, Exchange exchange, ExchangeConnector connector, Func<long> pending)
    {
        var live = new LiveFeed(new LiveFeedOptions { GatherFor = TimeSpan.Zero }, host.Clock);
        var watch = new MarketWatch(exchange, connector, live, pending, host.Clock);
        var metrics = new MarketMetrics(watch, exchange.Name);
        try
        {
            var server = DeskServer.Start(port, host, "/api/connections", live, new IngestDesk(connector, watch, live));
            return new ServedIngest(live, watch, metrics, server);
        }
        catch
        {
            metrics.Dispose();
            watch.Dispose();
            live.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _server.Dispose();
        _metrics.Dispose();
        _watch.Dispose();
        _live.Dispose();
    }
}

using System.Diagnostics.Metrics;

namespace TradeBooks.Web.Live;

/// <summary>How many watch the live stream, and how many were dropped.</summary>
internal sealed class LiveMetrics
{
    public const string MeterName = "TradeBooks.Web";
    private readonly UpDownCounter<int> _clients;
    private readonly Counter<long> _dropped;

    public LiveMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _clients = meter.CreateUpDownCounter<int>("tradebooks.live.clients", "{client}", "Clients of the live stream.");
        _dropped = meter.CreateCounter<long>(
            "tradebooks.live.dropped", "{client}", "Clients that were dropped since they did not read what they were sent.");
    }

    /// <summary>Counts a client until disposed.</summary>
    public IDisposable Enter()
    {
        _clients.Add(1);
        return new Visit(_clients);
    }

    public void Drop() => _dropped.Add(1);

    private sealed class Visit(UpDownCounter<int> clients) : IDisposable
    {
        public void Dispose() => clients.Add(-1);
    }
}

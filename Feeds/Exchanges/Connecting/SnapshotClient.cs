using System.Net;

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>Gets snapshots over REST, within the exchange's limits, for all connections to it.</summary>
internal sealed class SnapshotClient(IExchangeProtocol protocol, ConnectorOptions options, HttpClient http, TimeProvider clock)
{
    // I'm a teapot: Binance's word for an address that went on asking after 429.
    private const HttpStatusCode Banned = (HttpStatusCode)418;

    private static readonly TimeSpan WaitIfNotSaid = TimeSpan.FromSeconds(60);

    private readonly RequestGate _gate = new(options.SnapshotInterval ?? protocol.SnapshotInterval, clock);

    /// <summary>Asks for a snapshot, when the exchange allows it.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="onRefused">Is called where the exchange refuses the request for its rate.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The answer; or none, and why.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task<(byte[]? Answer, string? Reason)> TryGetAsync(string path, Action onRefused, CancellationToken stop)
    {
        await _gate.EnterAsync(stop);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.RequestTimeout);
        try
        {
            using var response = await http.GetAsync(new Uri((options.RestAddress ?? protocol.RestAddress)!, path), limit.Token);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or Banned or HttpStatusCode.ServiceUnavailable
                && (RequestGate.WaitOf(response.Headers.RetryAfter, clock)
                    ?? (response.StatusCode == HttpStatusCode.ServiceUnavailable ? null : WaitIfNotSaid)) is { } wait)
            {
                _gate.Close(wait);
                onRefused();
                return (null, FormattableString.Invariant($"answer {(int)response.StatusCode}, asks to wait {wait.TotalSeconds:0.###} s"));
            }

            if (response.IsSuccessStatusCode)
                return (await response.Content.ReadAsByteArrayAsync(limit.Token), null);
            var text = await response.Content.ReadAsByteArrayAsync(limit.Token);
            return (null, FormattableString.Invariant($"answer {(int)response.StatusCode}: {BarText.Quote(text)}"));
        }
        catch (HttpRequestException e)
        {
            return (null, e.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, FormattableString.Invariant($"no answer within {options.RequestTimeout.TotalSeconds:0.###} s"));
        }
    }
}

namespace TradeBooks.Client.Api.Hosting;

/// <summary>A cluster that is not there yet is tried until it is.</summary>
internal sealed partial class ReconnectForever(TimeProvider clock, ILogger<ReconnectForever> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SilenceAfter = TimeSpan.FromSeconds(30);
    private long _lastWord;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (_lastWord == 0 || clock.GetElapsedTime(_lastWord) >= SilenceAfter)
        {
            LogWaits(exception.GetBaseException().Message);
            _lastWord = clock.GetTimestamp();
        }

        await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the cluster: {Reason}")]
    private partial void LogWaits(string reason);
}

using Confluent.Kafka;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// What a Kafka client says about itself, as lines for a person: what needs attention, each text once in a while.
/// Clients call from threads of their own.
/// </summary>
/// <param name="write">Takes a line, from any thread, one at a time.</param>
/// <param name="clock">Wall time.</param>
public sealed class BrokerNotices(Action<string> write, TimeProvider clock)
{
    // A broker that is down is complained about many times a second.
    private static readonly TimeSpan SilenceAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _said = [];

    /// <summary>Errors that the client will not recover from; null while there is none.</summary>
    public Error? Fatal { get; private set; }

    /// <summary>How many errors were heard of, the repeated ones included.</summary>
    public long Errors { get; private set; }

    /// <summary>The last error that says more than that there is no broker; null while there is none.</summary>
    public string? LastError { get; private set; }

    /// <summary>Tells a person something.</summary>
    public void Say(string text)
    {
        lock (_lock)
        {
            if (_said.TryGetValue(text, out var last) && clock.GetElapsedTime(last) < SilenceAfter)
                return;

            // Texts hold numbers, so there is no end to them.
            if (_said.Count > 1000)
                _said.Clear();
            _said[text] = clock.GetTimestamp();
            write(text);
        }
    }

    internal void OnError(Error error)
    {
        lock (_lock)
        {
            Errors++;
            if (error.IsFatal)
                Fatal ??= error;

            // Why each of them is down was said before.
            if (error.Code == ErrorCode.Local_AllBrokersDown)
                return;
            LastError = WithoutCounts(error.Reason);
        }

        Say($"kafka: {WithoutCounts(error.Reason)}");
    }

    // "(after 0ms in state CONNECT, 3 identical error(s) suppressed)": what differs each time.
    private static string WithoutCounts(string reason) =>
        reason.EndsWith(')') && reason.LastIndexOf(" (after ", StringComparison.Ordinal) is > 0 and var at ? reason[..at] : reason;

    // Errors come by the other way too; what is left are warnings, and those about settings are for developers.
    internal void OnLog(LogMessage message)
    {
        if (message.Level <= SyslogLevel.Warning && message.Facility is not ("CONFWARN" or "FAIL" or "ERROR"))
            Say($"kafka: {message.Message}");
    }
}

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>A connection that is made again whenever it ends.</summary>
internal sealed class ExchangeConnection(ConnectionSetup setup, int number, int seed, Action<string> say)
{
    // A session that had data for so long was a good one: the next failure is a first one.
    private static readonly TimeSpan Good = TimeSpan.FromSeconds(10);

    private readonly ConnectionTally _tally = new(setup.Symbols.Count);
    private readonly Random _random = new(seed);
    private volatile ConnectionSession? _session;

    public ConnectionCounters Counters => _tally.Counters;

    /// <summary>Runs until it is stopped.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var backOff = CreateBackOff();
        while (true)
        {
            var start = setup.Clock.GetTimestamp();
            SessionEnd end;
            using (var session = new ConnectionSession(setup, _tally, CreateBackOff, Say))
            {
                _session = session;
                try
                {
                    end = await session.RunAsync(stop);
                }
                finally
                {
                    _session = null;
                    _tally.Disconnected();
                }
            }

            if (end.IsPlanned || setup.Clock.GetElapsedTime(start) >= Good)
                backOff.Reset();
            var wait = end.Wait ?? (end.IsPlanned ? TimeSpan.Zero : backOff.Next());
            Say(FormattableString.Invariant($"{end.Reason}; again in {wait.TotalSeconds:0.#} s"));
            await Task.Delay(wait, setup.Clock, stop);
        }
    }

    /// <summary>Asks for a symbol's snapshot.</summary>
    /// <returns>False where the connection is down, or does not carry the symbol.</returns>
    public bool Resync(string symbol) => _session?.Resync(symbol) ?? false;

    private BackOff CreateBackOff() => new(setup.Options.FirstWait, setup.Options.LongestWait, _random);

    private void Say(string text) => say(FormattableString.Invariant($"{setup.Protocol.Exchange.Name}, connection {number}: {text}"));
}

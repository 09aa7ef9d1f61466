using System.Diagnostics.CodeAnalysis;

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>A connection that is made again whenever it ends.</summary>
internal sealed class ExchangeConnection(ConnectionSetup setup, int number, int seed, Action<string> say)
{
    // A session that had data for so long was a good one: the next failure is a first one.
    private static readonly TimeSpan Good = TimeSpan.FromSeconds(10);

    private readonly ConnectionTally _tally = new(setup.Symbols.Count);
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();

    // What the sessions before the present one came to.
    private readonly Dictionary<string, SymbolReading> _before = setup.Symbols.ToDictionary(symbol => symbol, _ => SymbolReading.None.WhileDown());
    private ConnectionSession? _session;

    public IReadOnlyList<string> Symbols => setup.Symbols;

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
                lock (_lock)
                    _session = session;
                try
                {
                    end = await session.RunAsync(stop);
                }
                finally
                {
                    End(session);
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
    public bool Resync(string symbol)
    {
        ConnectionSession? session;
        lock (_lock)
            session = _session;
        return session?.Resync(symbol) ?? false;
    }

    /// <inheritdoc cref="ExchangeConnector.TryRead"/>
    public bool TryRead(string symbol, int levels, TimeSpan patience, [NotNullWhen(true)] out SymbolReading? reading)
    {
        SymbolReading before;
        ConnectionSession? session;
        lock (_lock)
            (session, before) = (_session, _before[symbol]);
        if (session is null)
        {
            reading = before;
            return true;
        }

        if (!session.TryRead(symbol, levels, patience, out reading))
            return false;
        reading = (_tally.Counters.IsConnected ? reading : reading.WhileDown()).After(before);
        return true;
    }

    private void End(ConnectionSession session)
    {
        var ended = session.End();
        lock (_lock)
        {
            _session = null;
            foreach (var (symbol, reading) in ended)
                _before[symbol] = reading.After(_before[symbol]);
        }

        _tally.Disconnected();
    }

    private BackOff CreateBackOff() => new(setup.Options.FirstWait, setup.Options.LongestWait, _random);

    private void Say(string text) => say(FormattableString.Invariant($"{setup.Protocol.Exchange.Name}, connection {number}: {text}"));
}

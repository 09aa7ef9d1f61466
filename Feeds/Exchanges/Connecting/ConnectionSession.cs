using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>One life of a WebSocket: connects, subscribes, reads until it ends, and gets the snapshots that books need meanwhile.</summary>
internal sealed class ConnectionSession : IDisposable
{
    // Coinbase's largest snapshots have some MB.
    private const int LongestFrame = 64 * 1024 * 1024;
    private const int LeastRoom = 1 << 14;
    private static readonly TimeSpan BeforeLimit = TimeSpan.FromMinutes(15);

    private readonly ConnectionSetup _setup;
    private readonly ConnectionTally _tally;
    private readonly Action<string> _say;
    private readonly TimeProvider _clock;
    private readonly ClientWebSocket _socket = new();
    private readonly FrameParser _parser;
    private readonly SessionBooks _books;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wanted = new(0, 1);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly RequestGate _messages;
    private long _lastData;
    private long _saidBadFrames;
    private bool _hasEnded;

    public ConnectionSession(ConnectionSetup setup, ConnectionTally tally, Func<BackOff> createBackOff, Action<string> say)
    {
        _setup = setup;
        _tally = tally;
        _say = say;
        _clock = setup.Clock;
        _parser = setup.Protocol.Exchange.CreateParser();
        _messages = new RequestGate(setup.Options.MessageInterval ?? setup.Protocol.MessageInterval, _clock);
        _books = new SessionBooks(
            setup.Protocol.Exchange, setup.Symbols, setup.Sink, setup.OnApplied, tally, say, Wake, createBackOff, _clock);
        _socket.Options.KeepAliveInterval = setup.Options.Silence / 2;
        _socket.Options.KeepAliveTimeout = setup.Options.Silence / 2;
        _socket.Options.CollectHttpResponseDetails = true;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>Why it ended.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task<SessionEnd> RunAsync(CancellationToken stop)
    {
        if (await TryConnectAsync(stop) is { } failure)
            return failure;
        _tally.Connected();
        _lastData = _clock.GetTimestamp();
        lock (_gate)
            _books.Begin();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<SessionEnd>[] tasks = [ReceiveAsync(ended.Token), WatchAsync(ended.Token), AskAsync(ended.Token)];
        var first = await Task.WhenAny(tasks);
        await ended.CancelAsync();
        _socket.Abort();

        // The first says why; what the others meet with after that follows from it.
        await Task.WhenAll(tasks).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return await first;
    }

    /// <summary>Asks for a symbol's snapshot.</summary>
    /// <returns>False where the connection does not carry the symbol.</returns>
    public bool Resync(string symbol)
    {
        lock (_gate)
            return _books.WantAnew(symbol);
    }

    /// <summary>A symbol as it stands now; waits no longer than told for a frame that is being taken.</summary>
    /// <param name="symbol">One of the connection's.</param>
    /// <param name="levels">Most levels of a side, 1 or more.</param>
    /// <param name="patience">0 for no wait.</param>
    /// <param name="reading">The symbol, where there is an answer.</param>
    /// <returns>Whether there is one: a frame takes long where what takes its events makes it wait.</returns>
    public bool TryRead(string symbol, int levels, TimeSpan patience, [NotNullWhen(true)] out SymbolReading? reading)
    {
        reading = null;
        if (!_gate.TryEnter(patience))
            return false;
        try
        {
            reading = _books.Read(symbol, levels);
            if (_hasEnded)
                reading = reading.WhileDown();
            return true;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Says that the session is over: no book of it is right from now on.</summary>
    /// <returns>What its symbols came to.</returns>
    public IReadOnlyDictionary<string, SymbolReading> End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            return _setup.Symbols.ToDictionary(symbol => symbol, symbol => _books.Read(symbol, 1).WhileDown());
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _wanted.Dispose();
        _sending.Dispose();
    }

    private async Task<SessionEnd?> TryConnectAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_setup.Options.RequestTimeout);
        try
        {
            await _socket.ConnectAsync(_setup.Options.StreamAddress ?? _setup.Protocol.StreamAddress, limit.Token);
            return null;
        }
        catch (WebSocketException e)
        {
            var isRefused = _socket.HttpStatusCode is HttpStatusCode.TooManyRequests or (HttpStatusCode)418;
            if (isRefused)
                _tally.Refused();
            return new SessionEnd(e.InnerException?.Message ?? e.Message, Wait: isRefused ? FindWait() : null);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new SessionEnd(FormattableString.Invariant($"no connection within {_setup.Options.RequestTimeout.TotalSeconds:0.###} s"));
        }
    }

    private TimeSpan? FindWait()
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, values) in _socket.HttpResponseHeaders ?? new Dictionary<string, IEnumerable<string>>())
        {
            if (name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase))
                response.Headers.TryAddWithoutValidation(name, values);
        }

        return RequestGate.WaitOf(response.Headers.RetryAfter, _clock);
    }

    private async Task<SessionEnd> ReceiveAsync(CancellationToken stop)
    {
        var buffer = new byte[1 << 16];
        var length = 0;
        while (true)
        {
            if (buffer.Length - length < LeastRoom)
            {
                if (buffer.Length >= LongestFrame)
                    return new SessionEnd(FormattableString.Invariant($"a frame is longer than {LongestFrame} bytes"));
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            ValueWebSocketReceiveResult result;
            try
            {
                result = await _socket.ReceiveAsync(buffer.AsMemory(length), stop);
            }
            catch (WebSocketException e)
            {
                return new SessionEnd(e.InnerException?.Message ?? e.Message);
            }

            if (result.MessageType == WebSocketMessageType.Close)
                return new SessionEnd($"the exchange ended it: {_socket.CloseStatus} {BarText.Quote(Encoding.UTF8.GetBytes(_socket.CloseStatusDescription ?? ""))}");
            length += result.Count;
            Volatile.Write(ref _lastData, _clock.GetTimestamp());
            if (!result.EndOfMessage)
                continue;
            Take(buffer.AsSpan(0, length), symbol: null);
            length = 0;
        }
    }

    /// <returns>Null, or why it can't be read.</returns>
    private string? Take(ReadOnlySpan<byte> frame, string? symbol)
    {
        var ticks = (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;
        var time = new EventTime(ticks / TimeSpan.TicksPerMicrosecond);
        lock (_gate)
        {
            _setup.Recorder?.Record(frame, ticks * TimeSpan.NanosecondsPerTick, symbol);
            _tally.Frame(frame.Length, time);
            var reason = _parser.TryRead(frame, time, _books, symbol);
            if (reason is null)
                return null;
            _tally.BadFrame();

            // A snapshot that cannot be read is only missing; it is asked for again.
            if (symbol is null)
            {
                _books.LoseFrame();
                if (_saidBadFrames++ == 0)
                    _say($"a frame can't be read: {reason}");
            }

            return reason;
        }
    }

    private async Task<SessionEnd> WatchAsync(CancellationToken stop)
    {
        var silence = _setup.Options.Silence;
        var start = _clock.GetTimestamp();
        var longest = _setup.Options.LongestConnection ?? _setup.Protocol.LongestConnection - BeforeLimit;
        long pings = 0, pingedAt = 0;
        while (true)
        {
            await Task.Delay(silence / 10, _clock, stop);
            var last = Volatile.Read(ref _lastData);
            var quiet = _clock.GetElapsedTime(last);
            if (quiet >= silence)
                return new SessionEnd(FormattableString.Invariant($"nothing came for {quiet.TotalSeconds:0.#} s"));
            if (longest is { } limit && _clock.GetElapsedTime(start) >= limit)
                return new SessionEnd("made anew before the exchange ends it", IsPlanned: true);
            if (quiet < silence / 3 || last == pingedAt)
                continue;
            pingedAt = last;
            if (await TrySendAsync(_setup.Protocol.Ping(++pings), stop) is { } end)
                return end;
        }
    }

    private async Task<SessionEnd> AskAsync(CancellationToken stop)
    {
        var protocol = _setup.Protocol;
        foreach (var message in protocol.Subscribe(_setup.Symbols, _setup.Options.WithQuotes))
        {
            if (await TrySendAsync(message, stop) is { } end)
                return end;
        }

        var hasRest = protocol.RestAddress is not null;
        lock (_gate)
        {
            _books.WantAll();

            // These come with the subscription; asked for again where they do not.
            foreach (var symbol in hasRest ? [] : _setup.Symbols)
                _books.Postpone(symbol, _setup.Options.RequestTimeout);
        }

        while (true)
        {
            string? symbol;
            TimeSpan wait;
            lock (_gate)
                symbol = _books.TakeDue(out wait);
            if (symbol is null)
                await _wanted.WaitAsync(wait, stop);
            else if (hasRest)
                await FetchAsync(symbol, stop);
            else if (await TryResubscribeAsync(symbol, stop) is { } end)
                return end;
        }
    }

    private async Task FetchAsync(string symbol, CancellationToken stop)
    {
        var (answer, reason) = await _setup.Snapshots.TryGetAsync(_setup.Protocol.SnapshotPath(symbol)!, _tally.Refused, stop);
        if (answer is not null)
            reason = Take(answer, symbol);
        if (reason is not null)
            _say($"no snapshot of {symbol}: {reason}");
        lock (_gate)
            _books.Postpone(symbol, TimeSpan.Zero);
    }

    private async Task<SessionEnd?> TryResubscribeAsync(string symbol, CancellationToken stop)
    {
        lock (_gate)
            _books.Postpone(symbol, _setup.Options.RequestTimeout);
        foreach (var message in _setup.Protocol.Resubscribe(symbol))
        {
            if (await TrySendAsync(message, stop) is { } end)
                return end;
        }

        return null;
    }

    private async Task<SessionEnd?> TrySendAsync(string message, CancellationToken stop)
    {
        await _sending.WaitAsync(stop);
        try
        {
            await _messages.EnterAsync(stop);
            await _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, stop);
            return null;
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException)
        {
            return new SessionEnd(e.InnerException?.Message ?? e.Message);
        }
        finally
        {
            _sending.Release();
        }
    }

    private void Wake()
    {
        if (_wanted.CurrentCount == 0)
            _wanted.Release();
    }
}

using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TradeBooks.Tests.Markets;

/// <summary>
/// An exchange on loopback: WebSocket, REST, books that move by themselves, and whatever goes wrong with exchanges. It pings
/// its clients and ends connections that do not answer.
/// </summary>
internal sealed class LocalExchange : IAsyncDisposable
{
    private readonly MarketFormat _format;
    private readonly WebApplication _host;
    private readonly Dictionary<string, MarketBook> _books;
    private readonly List<ExchangeClient> _clients = [];
    private readonly Random _random;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _market;
    private int _connections;
    private int _requests;
    private int _refusals;
    private DateTime _refusedUntil;

    private LocalExchange(MarketFormat format, IReadOnlyList<string> symbols, int seed, WebApplication host, TimeSpan pace)
    {
        _format = format;
        _host = host;
        _random = new Random(seed);
        _books = symbols.Select((symbol, i) => new MarketBook(format, symbol, seed * 1000 + i)).ToDictionary(book => book.Symbol);
        host.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromMilliseconds(300), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
        host.Run(AnswerAsync);
        host.StartAsync().GetAwaiter().GetResult();
        var address = host.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.Single();
        Rest = new Uri(address);
        Stream = new Uri(address.Replace("http", "ws", StringComparison.Ordinal) + "/stream");
        _market = Task.Run(() => MoveAsync(pace));
    }

    public Uri Stream { get; }

    public Uri Rest { get; }

    public MarketFaults Faults { get; set; } = MarketFaults.None;

    /// <summary>WebSocket connections so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Requests for a snapshot so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Requests that were refused for their rate, and those that came while all were to stay away.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>Requests that came although the exchange had asked to be left alone.</summary>
    public int Impatient { get; private set; }

    /// <summary>The subscriptions that every client has sent, whole messages.</summary>
    public List<string> Messages { get; } = [];

    public static LocalExchange Start(MarketFormat format, IReadOnlyList<string> symbols, int seed, TimeSpan? pace = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        return new LocalExchange(format, symbols, seed, builder.Build(), pace ?? TimeSpan.FromMilliseconds(2));
    }

    /// <summary>Whether a book has been like this one, by its hash, not long ago.</summary>
    public bool HasBeen(string symbol, ulong state)
    {
        lock (_lock)
            return Book(symbol).IsKnownState(state);
    }

    /// <summary>The states of all books, by symbol.</summary>
    public Dictionary<string, ulong> States()
    {
        lock (_lock)
            return _books.ToDictionary(book => book.Key, book => book.Value.State());
    }

    /// <summary>Whether the books move. They do at first.</summary>
    public bool IsMoving { get; set; } = true;

    /// <summary>Whether nobody who connects is let in. Who is in stays.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Sets how far the exchange's clock is from the right one.</summary>
    public void SetSkew(TimeSpan skew)
    {
        lock (_lock)
        {
            foreach (var book in _books.Values)
                book.Skew = skew;
        }
    }

    /// <summary>Ends all connections without a word.</summary>
    public void Disconnect()
    {
        lock (_lock)
        {
            foreach (var client in _clients)
                client.Ended.Cancel();
        }
    }

    /// <summary>Sends a frame to all clients.</summary>
    public void SendAll(string frame)
    {
        lock (_lock)
            _clients.ForEach(client => client.Send(frame));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Disconnect();
        await _market;
        await _host.DisposeAsync();
        _stop.Dispose();
    }

    private async Task MoveAsync(TimeSpan pace)
    {
        var symbols = _books.Keys.ToArray();
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(pace, CancellationToken.None);
            if (!IsMoving)
                continue;
            lock (_lock)
            {
                var book = _books[symbols[_random.Next(symbols.Length)]];
                Publish(book.Symbol, book.Move(), client => client.Depth);
                if (_random.Next(10) == 0)
                    Publish(book.Symbol, book.Trade(), client => client.Trades);
            }
        }
    }

    private void Publish(string symbol, string frame, Func<ExchangeClient, HashSet<string>> channel)
    {
        foreach (var client in _clients.Where(client => channel(client).Contains(symbol)))
        {
            if (Happens(Faults.Silence))
                client.IsSilent = true;
            if (Happens(Faults.Disconnect))
                client.Ended.Cancel();
            if (Happens(Faults.Garbage))
                client.Send(_random.Next(2) == 0 ? "<html>Bad Gateway</html>" : "{\"e\":\u0001}");
            if (Happens(Faults.Drop))
                continue;
            client.Send(Happens(Faults.CutOff) ? frame[.._random.Next(1, frame.Length)] : frame);
            if (Happens(Faults.Double))
                client.Send(frame);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await AnswerRequestAsync(context);
            return;
        }

        if (IsClosed)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var client = new ExchangeClient(socket);
        lock (_lock)
            _clients.Add(client);
        Interlocked.Increment(ref _connections);
        if (_format == MarketFormat.Kraken)
            client.Send("""{"connectionID":1,"event":"systemStatus","status":"online","version":"1.9.6"}""");
        try
        {
            await await Task.WhenAny(client.WriteAsync(), client.ReadAsync(message => Take(client, message)));
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            // One of the two has gone.
        }
        finally
        {
            lock (_lock)
                _clients.Remove(client);
            await client.Ended.CancelAsync();
            context.Abort();
        }
    }

    private async Task AnswerRequestAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        string answer;
        var isSlow = false;
        lock (_lock)
        {
            var isEarly = DateTime.UtcNow < _refusedUntil;
            if (isEarly || Happens(Faults.RefuseRequest))
            {
                if (isEarly)
                    Impatient++;
                else
                    _refusedUntil = DateTime.UtcNow.AddMilliseconds(900);
                Interlocked.Increment(ref _refusals);
                context.Response.StatusCode = _random.Next(2) == 0 ? 429 : 418;
                context.Response.Headers.RetryAfter = "1";
                return;
            }

            if (Happens(Faults.FailRequest))
            {
                context.Response.StatusCode = 500;
                return;
            }

            if (!_books.TryGetValue(context.Request.Query["symbol"].ToString(), out var book))
            {
                context.Response.StatusCode = 400;
                answer = """{"code":-1121,"msg":"Invalid symbol."}""";
            }
            else
            {
                answer = Happens(Faults.StaleAnswer) ? book.OldSnapshot() : book.Snapshot();
                if (Happens(Faults.GarbageAnswer))
                    answer = answer[..(answer.Length / 2)];
            }

            isSlow = Happens(Faults.SlowRequest);
        }

        if (isSlow)
            await Task.Delay(TimeSpan.FromSeconds(1), context.RequestAborted);
        await context.Response.WriteAsync(answer, context.RequestAborted);
    }

    private void Take(ExchangeClient client, string text)
    {
        using var message = JsonDocument.Parse(text);
        var root = message.RootElement;
        lock (_lock)
        {
            Messages.Add(text);
            switch (_format)
            {
                case MarketFormat.Kraken:
                    TakeKraken(client, root);
                    break;
                case MarketFormat.Coinbase:
                    TakeCoinbase(client, root);
                    break;
                default:
                    TakeBinance(client, root);
                    break;
            }
        }
    }

    private void TakeBinance(ExchangeClient client, JsonElement root)
    {
        var id = root.GetProperty("id").GetInt64();
        if (root.GetProperty("method").GetString() == "SUBSCRIBE")
        {
            foreach (var stream in root.GetProperty("params").EnumerateArray().Select(name => name.GetString()!.Split('@')))
                (stream[1] == "depth" ? client.Depth : client.Trades).Add(stream[0].ToUpperInvariant());
        }

        client.Send(FormattableString.Invariant($$"""{"result":null,"id":{{id}}}"""));
    }

    private void TakeKraken(ExchangeClient client, JsonElement root)
    {
        var kind = root.GetProperty("event").GetString();
        if (kind == "ping")
        {
            client.Send("""{"event":"pong"}""");
            return;
        }

        var name = root.GetProperty("subscription").GetProperty("name").GetString()!;
        foreach (var symbol in root.GetProperty("pair").EnumerateArray().Select(pair => pair.GetString()!))
        {
            if (!_books.TryGetValue(symbol, out var book))
            {
                client.Send($$"""{"errorMessage":"Currency pair not supported {{symbol}}","event":"subscriptionStatus","pair":"{{symbol}}","status":"error"}""");
                continue;
            }

            Subscribe(name == "book" ? client.Depth : client.Trades, symbol, kind == "subscribe");
            client.Send($$"""{"channelID":1,"channelName":"{{name}}","event":"subscriptionStatus","pair":"{{symbol}}","status":"{{kind}}d","subscription":{"name":"{{name}}"} }""");
            if (name == "book" && kind == "subscribe")
                client.Send(book.Snapshot());
        }
    }

    private void TakeCoinbase(ExchangeClient client, JsonElement root)
    {
        var isSubscription = root.GetProperty("type").GetString() == "subscribe";
        var channels = root.GetProperty("channels").EnumerateArray().Select(channel => channel.GetString()).ToList();
        var symbols = root.TryGetProperty("product_ids", out var ids) ? ids.EnumerateArray().Select(id => id.GetString()!).ToList() : [];
        foreach (var symbol in symbols.Where(_books.ContainsKey))
        {
            if (channels.Contains("matches"))
                Subscribe(client.Trades, symbol, isSubscription);
            if (!channels.Contains("level2_batch"))
                continue;
            Subscribe(client.Depth, symbol, isSubscription);
            if (isSubscription)
                client.Send(_books[symbol].Snapshot());
        }

        client.Send("""{"type":"subscriptions","channels":[]}""");
    }

    private static void Subscribe(HashSet<string> channel, string symbol, bool isOn)
    {
        if (isOn)
            channel.Add(symbol);
        else
            channel.Remove(symbol);
    }

    private MarketBook Book(string symbol) => _books.TryGetValue(symbol, out var book) ? book : _books[symbol.ToUpperInvariant()];

    private bool Happens(int onceIn) => onceIn > 0 && _random.Next(onceIn) == 0;
}

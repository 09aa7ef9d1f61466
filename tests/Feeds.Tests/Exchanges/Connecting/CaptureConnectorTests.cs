using System.Collections.Concurrent;
using System.Diagnostics;
using TradeBooks.Domain.Books;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Exchanges.Connecting;

namespace TradeBooks.Feeds.Tests.Exchanges.Connecting;

/// <summary>The captures through a real WebSocket and REST interface: the same books as from the files.</summary>
public sealed class CaptureConnectorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("binance-spot", "binance/binance_spot_btcusdt_20240808.gz", CaptureFormat.HftBacktest, 564)]
    [InlineData("binance-usdm", "binance/binance_usdm_btcusdt_20240808.gz", CaptureFormat.HftBacktest, 629)]
    [InlineData("kraken", "kraken/book1000_ws_v1_checksum.txt.gz", CaptureFormat.Cryptofeed, 0)]
    [InlineData("coinbase", "coinbase/level2_ws.txt.gz", CaptureFormat.Cryptofeed, 0)]
    public async Task RunAsync_Capture_BooksAreTheExchanges(string name, string file, CaptureFormat format, int tops)
    {
        var exchange = Exchange.Find(name)!;
        var frames = Captures.Load(format, file);
        var check = new TopCheck(exchange, isNaive: false);
        var parser = exchange.CreateParser();
        foreach (var (frame, time, symbol) in frames)
            Assert.Null(parser.TryRead(frame, time, check, symbol));
        var expected = check.Books.ToDictionary(book => book.Key, book => Top(book.Value));

        await using var server = new CaptureExchange([.. frames.Select(frame => frame.Frame)]);
        var received = new TopCheck(exchange, isNaive: false);
        var last = new ConcurrentDictionary<string, string>();
        using var connector = new ExchangeConnector(
            exchange, [.. expected.Keys],
            new ConnectorOptions { StreamAddress = server.Stream, RestAddress = server.Rest, WithQuotes = true, MessageInterval = TimeSpan.Zero },
            received, _ => { }, TimeProvider.System, onApplied: (symbol, book) => last[symbol] = Top(book));
        using var stop = new CancellationTokenSource();
        var run = connector.RunAsync(stop.Token);
        var watch = Stopwatch.StartNew();
        while (!expected.All(book => last.TryGetValue(book.Key, out var top) && top == book.Value))
        {
            Assert.True(watch.Elapsed < Patience, $"not the same: {connector.Counters[0]}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal((1, 0, 0), (connector.Counters[0].Connects, connector.Counters[0].BadFrames, connector.Counters[0].Resyncs));

        Assert.Equal((tops, tops), received.Compare());
    }

    private static string Top(SyncedBook book) => $"{book.LastUpdateId} {book.Book.BestBid} {book.Book.BestAsk} {book.Counters.Applied}";
}

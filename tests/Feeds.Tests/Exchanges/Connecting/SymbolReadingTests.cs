using System.Globalization;
using TradeBooks.Domain.Desk;
using TradeBooks.Feeds.Exchanges.Connecting;
using TradeBooks.Tests.Markets;

namespace TradeBooks.Feeds.Tests.Exchanges.Connecting;

/// <summary>Symbols of a connector as others read them while its frames come.</summary>
public sealed class SymbolReadingTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(MarketFormat.BinanceSpot)]
    [InlineData(MarketFormat.Kraken)]
    internal async Task TryRead_ManyReadersAndLostConnections_NeverGivesABookThatHasNotBeen(MarketFormat format)
    {
        await using var test = new ConnectorCase(format, pace: TimeSpan.FromMilliseconds(1)).Start();
        await test.UntilAsync(() => test.Only.InSync == 3, "three books");
        using var stop = new CancellationTokenSource();
        var read = 0L;
        var readers = Enumerable.Range(0, 3).Select(i => Task.Run(() =>
        {
            var symbol = test.Connector.Symbols[i];
            while (!stop.IsCancellationRequested)
            {
                Assert.True(test.Connector.TryRead(symbol, 1_000, Wait, out var reading), "no answer");
                var book = reading.Book;
                Assert.Equal(book.IsInSync, book.Reason is null);
                Assert.Equal(book.IsInSync, book.Bids.Count > 0);
                Assert.Equal(book.Counters.Messages, book.Counters.Applied + book.Counters.Dropped + book.Counters.Held);
                if (!book.IsInSync)
                    continue;
                Assert.True(test.Market.HasBeen(symbol, MarketBook.Hash(Texts(book.Bids), Texts(book.Asks))), $"{symbol} at {book.LastUpdateId} has never been like this");
                Interlocked.Increment(ref read);
            }
        }, TestContext.Current.CancellationToken)).ToArray();
        for (var i = 2; i < 5; i++)
        {
            var applied = test.Applied;
            await test.UntilAsync(() => test.Applied > applied + 300, "updates");
            test.Market.Disconnect();
            await test.UntilAsync(() => test.Only.Connects >= i && test.Only.InSync == 3, "the books again");
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.True(read > 1_000, $"only {read} books were read");
    }

    [Fact]
    public async Task TryRead_ConnectionDown_SaysSoAndGoesOnCounting()
    {
        await using var test = new ConnectorCase(MarketFormat.BinanceSpot, symbols: 1).Start();
        var symbol = test.Connector.Symbols[0];
        await test.UntilAsync(() => test.Only.InSync == 1 && test.Applied > 20 && test.Trades > 0, "a book and a trade");
        test.Market.IsClosed = true;
        test.Market.Disconnect();
        await test.UntilAsync(() => !test.Only.IsConnected, "the loss");
        var down = Read(test, symbol);
        Assert.Equal((false, "the connection is down", 0L), (down.Book.IsInSync, down.Book.Reason, down.Book.LastUpdateId));
        Assert.Empty(down.Book.Bids);
        Assert.Empty(down.Book.Asks);
        Assert.Equal(0, down.Book.Counters.Held);
        Assert.True(down.Book.Counters.Applied > 20 && down.Book.Time.IsKnown && down.Book.ReceivedTime.IsKnown && down.LastPrice > 0, down.ToString());
        test.Market.IsClosed = false;
        await test.UntilAsync(() => test.Only.InSync == 1, "the book again");
        var up = Read(test, symbol);
        Assert.True(up.Book.IsInSync, up.Book.Reason);
        Assert.True(up.Book.Counters.Applied > down.Book.Counters.Applied, $"{down.Book.Counters} then {up.Book.Counters}");
        Assert.True(up.Book.Counters.Snapshots >= 2, $"{up.Book.Counters}");
        Assert.Equal(1, up.PricePrecision);
    }

    [Fact]
    public async Task TryRead_FewLevels_AreTheBestOnes()
    {
        await using var test = new ConnectorCase(MarketFormat.BinanceSpot, symbols: 1).Start();
        await test.UntilAsync(() => test.Only.InSync == 1, "a book");
        await test.ShouldEndEqualAsync();
        Assert.True(test.Connector.TryRead(test.Connector.Symbols[0], 2, Wait, out var two));
        var all = Read(test, test.Connector.Symbols[0]);
        Assert.Equal(all.Book.Bids.Take(2), two.Book.Bids);
        Assert.Equal(all.Book.Asks.Take(2), two.Book.Asks);
        Assert.True(all.Book.Bids[0].Price < all.Book.Asks[0].Price, "crossed");
    }

    [Fact]
    public void TryRead_BeforeItRuns_IsNotConnected()
    {
        using var connector = new ExchangeConnector(
            Feeds.Exchanges.Exchange.Kraken, ["XBT/USD"], new ConnectorOptions(), Feeds.Exchanges.NoSink.Instance, _ => { }, TimeProvider.System);
        Assert.True(connector.TryRead("XBT/USD", 5, TimeSpan.Zero, out var reading));
        Assert.Equal((false, "the connection is down"), (reading.Book.IsInSync, reading.Book.Reason));
        Assert.Throws<KeyNotFoundException>(() => connector.TryRead("ETH/USD", 5, TimeSpan.Zero, out _));
    }

    private static SymbolReading Read(ConnectorCase test, string symbol)
    {
        Assert.True(test.Connector.TryRead(symbol, 1_000, Wait, out var reading), "no answer");
        return reading;
    }

    // Decimals keep the zeros that the exchange writes.
    private static IEnumerable<(string Price, string Quantity)> Texts(IReadOnlyList<BookLevelView> levels) =>
        levels.Select(level => (level.Price.ToString(CultureInfo.InvariantCulture), level.Quantity.ToString(CultureInfo.InvariantCulture)));
}

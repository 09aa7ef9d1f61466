using TradeBooks.Domain.Books;

namespace TradeBooks.Domain.Tests.Books;

public sealed class NaiveOrderBookTests : OrderBookTests
{
    protected override OrderBook Create() => new NaiveOrderBook();
}

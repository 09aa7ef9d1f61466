using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Tests;

namespace TradeBooks.Domain.Tests.Books;

public sealed class LadderOrderBookTests : OrderBookTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(3000)]
    [InlineData(-1)]
    public void Constructor_SlotsThatCantBe_Throws(int slots) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LadderOrderBook(slots));

    [Fact]
    public void Apply_BookOfItsSize_AllocatesNothing()
    {
        var random = new Random(7);
        var book = new LadderOrderBook(1 << 12);
        DepthLevel[] updates =
        [
            .. Enumerable.Range(0, 20_000).Select(_ => DepthLevel.Of(
                1_000_000 - (long)(30_000 * Math.Pow(random.NextDouble(), 3)), 2, random.Next(3) == 0 ? 0 : random.Next(1, 100), 3)),
        ];
        Assert.True(book.Apply(BookSide.Bid, updates));
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < updates.Length; i += 8)
            {
                book.Apply(BookSide.Bid, updates.AsSpan(i, 8));
                _ = book.BestBid;
            }
        }));
    }

    protected override OrderBook Create() => new LadderOrderBook(1 << 12);
}

using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Books;

/// <summary>What every order book does.</summary>
public abstract class OrderBookTests
{
    [Fact]
    public void Reads_EmptyBook_GiveNothing()
    {
        var book = Create();
        Assert.Null(book.BestBid);
        Assert.Null(book.BestAsk);
        Assert.Null(book.Spread);
        Assert.Null(book.Mid);
        Assert.Null(book.Microprice);
        Assert.Null(book.Imbalance(5));
        Assert.Equal(0, book.Depth(BookSide.Bid, 5));
        Assert.Null(book.PriceToFill(BookSide.Ask, 1));
        Assert.Equal(0, book.Count(BookSide.Ask));
        Assert.Empty(book.Levels(BookSide.Bid));
        Assert.False(book.IsCrossed);
        Assert.Null(book.FindViolation());
    }

    [Fact]
    public void Load_Levels_GivesTheirTextsBestFirst()
    {
        var book = Create();
        Assert.True(book.Load(
            [new("99.50", "3"), new("100.00", "1.500"), new("98.00", "10.0")], [new("100.60", "7"), new("100.50", "4.5")]));
        Assert.Equal([new("100.00", "1.500"), new("99.50", "3"), new("98.00", "10.0")], book.Levels(BookSide.Bid));
        Assert.Equal([new("100.50", "4.5"), new("100.60", "7")], book.Levels(BookSide.Ask));
        Assert.Equal("1.500 at 100.00", book.BestBid.ToString());
        Assert.Equal("4.5 at 100.50", book.BestAsk.ToString());
        Assert.Equal((3, 2), (book.Count(BookSide.Bid), book.Count(BookSide.Ask)));
        Assert.Equal(0.10m, (decimal)book.TickSize);
        Assert.Null(book.FindViolation());
    }

    [Fact]
    public void Figures_KnownBook_AreThese()
    {
        var book = Create();
        Assert.True(book.Load([new("100", "3"), new("99", "5"), new("97", "2")], [new("101", "1"), new("103", "4")]));
        Assert.Equal(1m, book.Spread);
        Assert.Equal(100.5m, book.Mid);
        Assert.Equal((100d * 1 + 101d * 3) / 4, book.Microprice);
        Assert.Equal(0.5, book.Imbalance(1));
        Assert.Equal((8 - 5) / 13d, book.Imbalance(2)!.Value, 15);
        Assert.Equal((10 - 5) / 15d, book.Imbalance(99)!.Value, 15);
        Assert.Equal((3m, 8m, 10m), (book.Depth(BookSide.Bid, 1), book.Depth(BookSide.Bid, 2), book.Depth(BookSide.Bid, 9)));
        Assert.Equal(8m, book.DepthTo(BookSide.Bid, new Decimal64(98, 0)));
        Assert.Equal(8m, book.DepthTo(BookSide.Bid, new Decimal64(99, 0)));
        Assert.Equal(0m, book.DepthTo(BookSide.Ask, new Decimal64(1009, 1)));
        Assert.Equal(5m, book.DepthTo(BookSide.Ask, new Decimal64(103, 0)));
        Assert.Equal(101m, book.PriceToFill(BookSide.Ask, 0.5m));
        Assert.Equal((101m * 1 + 103m * 2) / 3, book.PriceToFill(BookSide.Ask, 3));
        Assert.Equal((101m * 1 + 103m * 4) / 5, book.PriceToFill(BookSide.Ask, 5));
        Assert.Null(book.PriceToFill(BookSide.Ask, 5.0001m));
        Assert.Throws<ArgumentOutOfRangeException>(() => book.PriceToFill(BookSide.Ask, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => book.Imbalance(0));
    }

    [Fact]
    public void Apply_QuantityZero_RemovesTheLevelAndCountsAbsentOnes()
    {
        var book = Create();
        Assert.True(book.Load([new("100", "3"), new("99", "5")], [new("101", "1")]));
        Assert.True(book.Apply(BookSide.Bid, [new("100", "0.00"), new("98", "0"), new("5", "0")]));
        Assert.Equal([new("99", "5")], book.Levels(BookSide.Bid));
        Assert.Equal(2, book.AbsentRemovals);
        Assert.True(book.Apply(BookSide.Bid, [new("99", "0")]));
        Assert.Null(book.BestBid);
        Assert.Equal(1, book.Count(BookSide.Ask));
        Assert.Null(book.FindViolation());
    }

    [Fact]
    public void Apply_SameLevelWithOtherDecimals_KeepsTheLastText()
    {
        var book = Create();
        Assert.True(book.Apply(BookSide.Ask, [new("100.5", "3")]));
        Assert.True(book.Apply(BookSide.Ask, [new("100.500", "3.10")]));
        Assert.Equal([new("100.500", "3.10")], book.Levels(BookSide.Ask));
        Assert.True(book.Apply(BookSide.Ask, [new("100.5", "3")]));
        Assert.Equal([new("100.5", "3")], book.Levels(BookSide.Ask));
    }

    [Fact]
    public void Apply_FinerPrices_RefinesTheTickAndKeepsTheLevels()
    {
        var book = Create();
        Assert.True(book.Apply(BookSide.Bid, [new("100", "1"), new("50", "2"), new("1", "9")]));
        Assert.Equal(1m, (decimal)book.TickSize);
        Assert.True(book.Apply(BookSide.Bid, [new("100.75", "3")]));
        Assert.Equal(0.25m, (decimal)book.TickSize);
        Assert.True(book.Apply(BookSide.Ask, [new("100.76000000", "4")]));
        Assert.Equal(0.01m, (decimal)book.TickSize);
        Assert.Equal([new("100.75", "3"), new("100", "1"), new("50", "2"), new("1", "9")], book.Levels(BookSide.Bid));
        Assert.Equal([new("100.76000000", "4")], book.Levels(BookSide.Ask));
        Assert.Null(book.FindViolation());
    }

    [Fact]
    public void Apply_PricesFarApart_TakesLittleMemory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var book = Create();
        Assert.True(book.Apply(BookSide.Bid, [new("1.00000000", "1"), new("1000000.00000000", "2"), new("0.00000001", "3")]));
        Assert.True(book.Apply(BookSide.Ask, [new("90000000.00000000", "1"), new("1000000.00000001", "2")]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal(["1000000.00000000", "1.00000000", "0.00000001"], book.Levels(BookSide.Bid).Select(level => level.Price.ToString()));
        Assert.True(book.Apply(BookSide.Bid, [new("1000000.00000000", "0")]));
        Assert.Equal("1 at 1.00000000", book.BestBid.ToString());
        Assert.Equal("2 at 1000000.00000001", book.BestAsk.ToString());
        Assert.Null(book.FindViolation());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.00")]
    [InlineData("9000000000000000000")]
    public void Apply_PriceThatCantBeCounted_IsRefused(string price)
    {
        var book = Create();
        Assert.True(book.Apply(BookSide.Bid, [new("0.0001", "1")]));
        Assert.False(book.Apply(BookSide.Bid, [new(price, "1")]));
        Assert.False(book.Load([new("0.0001", "1")], [new(price, "1")]));
    }

    [Fact]
    public void Truncate_MoreLevels_KeepsTheBest()
    {
        var book = Create();
        DepthLevel[] asks = [.. Enumerable.Range(1, 2000).Select(i => new DepthLevel($"{i * 100}", "1"))];
        Assert.True(book.Apply(BookSide.Ask, asks));
        book.Truncate(BookSide.Ask, 1000);
        Assert.Equal(asks.Take(1000), book.Levels(BookSide.Ask));
        book.Truncate(BookSide.Ask, 3);
        Assert.Equal(asks.Take(3), book.Levels(BookSide.Ask));
        Assert.Null(book.FindViolation());
    }

    [Fact]
    public void FindViolation_CrossedBook_SaysSo()
    {
        var book = Create();
        Assert.True(book.Load([new("100", "1")], [new("100", "1")]));
        Assert.True(book.IsCrossed);
        Assert.Equal("crossed: best bid 100, best ask 100", book.FindViolation());
    }

    [Fact]
    public void Close_AnyRead_Throws()
    {
        var book = Create();
        Assert.True(book.Load([new("100", "1")], [new("101", "1")]));
        book.Close("updates are missing");
        Assert.False(book.IsOpen);
        Action[] reads =
        [
            () => _ = book.BestBid, () => _ = book.BestAsk, () => _ = book.Spread, () => _ = book.Mid, () => _ = book.Microprice,
            () => _ = book.IsCrossed, () => book.Imbalance(1), () => book.Depth(BookSide.Bid, 1), () => book.Count(BookSide.Bid),
            () => book.DepthTo(BookSide.Ask, new Decimal64(1, 0)), () => book.PriceToFill(BookSide.Ask, 1),
            () => book.TryGetBest(BookSide.Bid, out _), () => book.Levels(BookSide.Bid),
            () => book.CopyLevels(BookSide.Ask, new DepthLevel[1]), () => book.CopyLevels(BookSide.Ask, []),
        ];
        Assert.All(reads, read => Assert.Equal("updates are missing", Assert.Throws<BookNotInSyncException>(read).Reason));
        book.Open();
        Assert.Equal(100.5m, book.Mid);
    }

    [Theory]
    [InlineData(1, 20)]
    [InlineData(2, 2_000)]
    [InlineData(3, 40_000)]
    [InlineData(4, 5_000_000)]
    [InlineData(5, 2_000_000_000)]
    public void Apply_RandomUpdates_GivesTheBookOfADictionary(int seed, int range)
    {
        var random = new Random(seed);
        var book = Create();
        var expected = new Dictionary<BookSide, Dictionary<decimal, DepthLevel>> { [BookSide.Bid] = [], [BookSide.Ask] = [] };
        var middle = 3_000_000_000_000_000L;
        for (var round = 0; round < 3000; round++)
        {
            middle += random.Next(-range / 8 - 1, range / 8 + 2);
            var side = (BookSide)random.Next(2);
            var offset = (long)(range * Math.Pow(random.NextDouble(), 4)) + 1;
            var price = new Decimal64(side == BookSide.Bid ? middle - offset : middle + offset, 4);
            var level = new DepthLevel(price, new Decimal64(random.Next(3) == 0 ? 0 : random.Next(1, 1000), (byte)random.Next(4)));
            var levels = expected[side];
            if (random.Next(12) == 0 && levels.Count > 0)
            {
                var best = side == BookSide.Bid ? levels.Keys.Max() : levels.Keys.Min();
                level = new DepthLevel(levels[best].Price, Decimal64.Zero);
            }

            // What the other side's best has passed is gone, as on an exchange.
            var other = side == BookSide.Bid ? BookSide.Ask : BookSide.Bid;
            DepthLevel[] passed =
            [
                .. expected[other].Values.Where(one => side == BookSide.Bid ? one.Price <= level.Price : one.Price >= level.Price)
                    .Select(one => new DepthLevel(one.Price, Decimal64.Zero)),
            ];
            foreach (var one in passed)
                expected[other].Remove(one.Price);
            if (level.Quantity == Decimal64.Zero)
                levels.Remove(level.Price);
            else
                levels[level.Price] = level;
            Assert.True(book.Apply(other, passed) && book.Apply(side, [level]));
            Assert.Null(book.FindViolation());
            if (round % 10 == 0)
            {
                Assert.Equal(expected[BookSide.Bid].Values.OrderByDescending(one => one.Price), book.Levels(BookSide.Bid));
                Assert.Equal(expected[BookSide.Ask].Values.OrderBy(one => one.Price), book.Levels(BookSide.Ask));
            }
        }

        Assert.True(expected.Values.All(levels => levels.Count > 5), "the book was not empty all along");
    }

    protected abstract OrderBook Create();
}

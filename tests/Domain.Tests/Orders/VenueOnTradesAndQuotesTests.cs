using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Domain.Tests.Orders;

/// <summary>A trade or a quote is a bar of one price: the trade's, or the side of the quote that the order would take.</summary>
public sealed class VenueOnTradesAndQuotesTests
{
    [Theory]
    [InlineData(OrderType.Market, Side.Buy, 0, 101, "101")]
    [InlineData(OrderType.Market, Side.Sell, 0, 101, "101")]
    [InlineData(OrderType.Limit, Side.Buy, 99, 99.01, null)]
    [InlineData(OrderType.Limit, Side.Buy, 99, 99, "99")]
    [InlineData(OrderType.Limit, Side.Buy, 99, 98, "98")]
    [InlineData(OrderType.Limit, Side.Sell, 99, 98.99, null)]
    [InlineData(OrderType.Limit, Side.Sell, 99, 99, "99")]
    [InlineData(OrderType.Limit, Side.Sell, 99, 101, "101")]
    [InlineData(OrderType.Stop, Side.Buy, 102, 101.99, null)]
    [InlineData(OrderType.Stop, Side.Buy, 102, 102, "102")]
    [InlineData(OrderType.Stop, Side.Buy, 102, 105, "105")]
    [InlineData(OrderType.Stop, Side.Sell, 98, 98.01, null)]
    [InlineData(OrderType.Stop, Side.Sell, 98, 98, "98")]
    [InlineData(OrderType.Stop, Side.Sell, 98, 95, "95")]
    // Stop-limit with the limit one beyond the stop.
    [InlineData(OrderType.StopLimit, Side.Buy, 102, 101, null)]
    [InlineData(OrderType.StopLimit, Side.Buy, 102, 102.5, "102.5")]
    [InlineData(OrderType.StopLimit, Side.Buy, 102, 103.5, null)]
    [InlineData(OrderType.StopLimit, Side.Sell, 98, 99, null)]
    [InlineData(OrderType.StopLimit, Side.Sell, 98, 97.5, "97.5")]
    [InlineData(OrderType.StopLimit, Side.Sell, 98, 96.5, null)]
    public void Order_TradeOrQuote_FillsAtItsPrice(OrderType type, Side side, double price, double seen, string? expected)
    {
        var signal = new Signal
        {
            Type = type,
            Side = side,
            StopPrice = (decimal)price,
            LimitPrice = (decimal)price + (type == OrderType.StopLimit ? side.Sign() : 0),
        };
        var (now, word) = ((decimal)seen, side == Side.Buy ? "BUY" : "SELL");
        string[] fills = expected is null ? [] : [$"13:31 {word} 10 @ {expected}"];

        MarketEvent[] trades = [Tape.Trade(0, 100, 2), Tape.Trade(1, now, 3)];
        Assert.Equal(fills, Tape.Run(trades, "", Place(signal)).Fills());

        // A wide quote: the side that the order would not take says nothing.
        var quote = side == Side.Buy ? Tape.Quote(1, 1, now, 3) : Tape.Quote(1, now, 1000, 3);
        Assert.Equal(fills, Tape.Run([Tape.Quote(0, 99, 101, 2), quote], "", Place(signal)).Fills());
    }

    [Fact]
    public void StopLimit_TriggeredBeyondItsLimit_IsALimitOrderFromThereOn()
    {
        var signal = new Signal { Type = OrderType.StopLimit, StopPrice = 102, LimitPrice = 103 };
        MarketEvent[] trades = [Tape.Trade(0, 100, 2), Tape.Trade(1, 104, 3), Tape.Trade(2, 103.5m, 4), Tape.Trade(3, 101, 5)];
        Assert.Equal(["13:33 BUY 10 @ 101"], Tape.Run(trades, "", Place(signal)).Fills());
    }

    [Fact]
    public void Bracket_Trades_ExitsStandFromTheNextEventOn()
    {
        var strategy = new ScriptedStrategy().At(0, context => context.Enter(Side.Buy, Bracket.FromFill(2, 1)));
        MarketEvent[] trades = [Tape.Trade(0, 100, 2), Tape.Trade(1, 101, 3), Tape.Trade(1, 102.9m, 4), Tape.Trade(1, 103.5m, 5)];
        Assert.Equal(["13:31 BUY 10 @ 101", "13:31 SELL 10 @ 103.5"], Tape.Run(trades, "", strategy).Fills());
    }

    [Fact]
    public void Market_OnQuotes_PaysTheSpreadAndEquityIsAtTheMiddle()
    {
        var strategy = new ScriptedStrategy().At(0, c => c.Enter(Side.Buy)).At(2, c => c.Close());
        MarketEvent[] quotes = [Tape.Quote(0, 99, 101, 2), Tape.Quote(1, 99, 102, 3), Tape.Quote(2, 99, 102, 4), Tape.Quote(3, 98, 100, 5)];
        var run = Tape.Run(quotes, "", strategy);
        Assert.Equal(["13:31 BUY 10 @ 102", "13:33 SELL 10 @ 98"], run.Fills());
        Assert.Equal(99m, run.Portfolio.Mark(0).ToDecimal());
        Assert.Equal(100_000m - 40, run.Portfolio.Equity);
    }

    [Fact]
    public void Orders_DepthAndNews_FillNothing()
    {
        var strategy = new ScriptedStrategy().At(0, context => context.Enter(Side.Buy));
        MarketEvent[] events =
        [
            Tape.Trade(0, 100, 2),
            new(new NewsItem(Tape.At(1), "up", "wire"), SourcePosition.Row(3)),
            new(new DepthEvent(EventKind.DepthUpdate, Tape.At(2), Tape.At(2), 1, 1, 0, [], [], null), SourcePosition.Row(4)),
            Tape.Trade(3, 105, 5),
        ];
        Assert.Equal(["13:33 BUY 10 @ 105"], Tape.Run(events, "", strategy).Fills());
    }

    private static ScriptedStrategy Place(Signal signal) => new ScriptedStrategy().At(0, context => context.Submit(signal));
}

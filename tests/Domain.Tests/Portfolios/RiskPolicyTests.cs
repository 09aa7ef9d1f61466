using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.Tests.Indicators;
using static TradeBooks.Domain.Tests.Portfolios.Ledgering;

namespace TradeBooks.Domain.Tests.Portfolios;

/// <summary>Every reason for which an entry is refused, at its boundary; closing orders always pass.</summary>
public sealed class RiskPolicyTests
{
    private static readonly SizingRule Hundred = new(SizingMode.Quantity, Quantity: 100);

    [Theory]
    [InlineData(1000, Refusal.None)]
    [InlineData(1000.01, Refusal.SizedToZero)]
    public void Decide_LessThanOneLot_IsRefused(decimal price, Refusal expected)
    {
        var decision = new PortfolioEngine(Options()).Decide(Request(Side.Buy, price));
        Assert.Equal(expected, decision.Refusal);
        Assert.Equal(expected == Refusal.None ? 1 : 0, decision.Order.Quantity);
    }

    [Theory]
    [InlineData(200, Refusal.None)]
    [InlineData(200.01, Refusal.MaxPositionNotional)]
    public void Decide_MaxPositionNotional_AllowsExactlyTheLimit(decimal price, Refusal expected)
    {
        var portfolio = new PortfolioEngine(Options(Hundred, new RiskPolicy { MaxPositionNotional = 0.2m }));
        Assert.Equal(expected, portfolio.Decide(Request(Side.Buy, price)).Refusal);
        Assert.Equal(expected, portfolio.Decide(Request(Side.Sell, price, row: 3)).Refusal);
    }

    [Fact]
    public void Decide_MaxPositionNotional_CountsWhatAllStrategiesHold()
    {
        var portfolio = new PortfolioEngine(Options(Hundred, new RiskPolicy { MaxPositionNotional = 0.2m }, strategies: 2));
        portfolio.Book(Fill(Side.Buy, 150, 100, strategy: 0));
        Assert.Equal(Refusal.MaxPositionNotional, portfolio.Decide(Request(Side.Buy, 100, row: 5, strategy: 1)).Refusal);
        Assert.Equal(Refusal.None, portfolio.Decide(Request(Side.Sell, 100, row: 6, strategy: 1)).Refusal);
        Assert.Equal(Refusal.None, portfolio.Decide(Request(Side.Buy, 100, row: 7, strategy: 1, symbol: 1)).Refusal);
    }

    [Fact]
    public void Settle_AllInWithMaxPositionNotional_TradesWhatTheLimitLeaves()
    {
        var rule = new SizingRule(SizingMode.AllIn);
        var portfolio = new PortfolioEngine(Options(rule, new RiskPolicy { MaxPositionNotional = 0.25m }));
        var first = Fill(Side.Buy, 0, 100, row: 2);
        Assert.True(portfolio.Settle(ref first), "nothing was bought");
        Assert.Equal(250, first.Quantity);
        var second = Fill(Side.Buy, 0, 100, row: 3);
        Assert.False(portfolio.Settle(ref second), $"bought {second.Quantity} more");
        Assert.Equal((0, 1), (second.Quantity, portfolio.Refusals));
        var reverse = Fill(Side.Sell, 0, 100, row: 4);
        Assert.True(portfolio.Settle(ref reverse), "nothing was sold");
        Assert.Equal(500, reverse.Quantity);
    }

    [Fact]
    public void Decide_MaxOpenPositions_CountsPositionsAndWorkingEntriesOfOthers()
    {
        var portfolio = new PortfolioEngine(Options(risk: new RiskPolicy { MaxOpenPositions = 2 }, strategies: 2));
        portfolio.Book(Fill(Side.Buy, 1, 100));
        Assert.True(portfolio.Decide(Request(Side.Buy, 100, row: 5, symbol: 1)).IsAccepted, "the second was refused");
        Assert.Equal(Refusal.MaxOpenPositions, portfolio.Decide(Request(Side.Buy, 100, row: 5, symbol: 2)).Refusal);
        Assert.Equal(Refusal.MaxOpenPositions, portfolio.Decide(Request(Side.Buy, 100, row: 5, strategy: 1)).Refusal);
        // A position that exists may grow.
        Assert.Equal(Refusal.None, portfolio.Decide(Request(Side.Buy, 100, row: 6)).Refusal);
        portfolio.Book(Fill(Side.Sell, 1, 100, row: 7, role: OrderRole.Close));
        Assert.Equal(Refusal.MaxOpenPositions, portfolio.Decide(Request(Side.Buy, 100, row: 8, symbol: 2)).Refusal);
    }

    [Theory]
    [InlineData(99.0001, Refusal.None)]
    [InlineData(99, Refusal.MaxDailyLoss)]
    public void Decide_MaxDailyLoss_RefusesFromTheLimitOn(decimal price, Refusal expected)
    {
        var portfolio = new PortfolioEngine(Options(risk: new RiskPolicy { MaxDailyLoss = 0.01m }));
        Hold1000(portfolio);
        Mark(portfolio, price, day: 1);
        Assert.Equal(expected, portfolio.Decide(Request(Side.Buy, 100, row: 5)).Refusal);
        Assert.True(portfolio.Decide(Request(Side.Sell, 100, row: 6, role: OrderRole.Close)).IsAccepted, "a close was refused");
    }

    [Fact]
    public void Decide_MaxDailyLoss_CountsTheOvernightGapAsTheNewDays()
    {
        var portfolio = new PortfolioEngine(Options(risk: new RiskPolicy { MaxDailyLoss = 0.01m }));
        Hold1000(portfolio);
        Mark(portfolio, 98.5m, day: 1);
        Assert.Equal(Refusal.MaxDailyLoss, portfolio.Decide(Request(Side.Buy, 100, row: 5)).Refusal);
        // 98,500 × 1 % is 985: from 98.50 the price may fall to 97.52.
        Mark(portfolio, 97.52m, day: 2);
        Assert.Equal(Refusal.None, portfolio.Decide(Request(Side.Buy, 100, row: 6)).Refusal);
        Mark(portfolio, 97.5m, day: 2);
        Assert.Equal(Refusal.MaxDailyLoss, portfolio.Decide(Request(Side.Buy, 100, row: 7)).Refusal);
        Mark(portfolio, 96.6m, day: 3);
        Assert.Equal(Refusal.None, portfolio.Decide(Request(Side.Buy, 100, row: 8)).Refusal);
    }

    [Fact]
    public void Decide_MaxDrawdown_HaltsUntilResumedAndCountsFromThere()
    {
        var portfolio = new PortfolioEngine(Options(risk: new RiskPolicy { MaxDrawdown = 0.1m }));
        Hold1000(portfolio);
        Mark(portfolio, 110, day: 1);
        Mark(portfolio, 99.01m, day: 2);
        Assert.Equal(Refusal.None, portfolio.Halt);
        Mark(portfolio, 99, day: 3);
        Mark(portfolio, 120, day: 4);
        Assert.Equal(Refusal.DrawdownHalt, portfolio.Halt);
        Assert.Equal(Refusal.DrawdownHalt, portfolio.Decide(Request(Side.Buy, 100, row: 5)).Refusal);
        Assert.True(portfolio.Decide(Request(Side.Sell, 100, row: 6, role: OrderRole.Close)).IsAccepted, "a close was refused");
        Mark(portfolio, 100, day: 5);
        portfolio.ResumeTrading();
        Assert.Equal(Refusal.None, portfolio.Decide(Request(Side.Buy, 100, row: 7)).Refusal);
        Mark(portfolio, 90.01m, day: 6);
        Assert.Equal(Refusal.None, portfolio.Halt);
        Mark(portfolio, 90, day: 7);
        Assert.Equal(Refusal.DrawdownHalt, portfolio.Halt);
    }

    [Fact]
    public void Decide_HaltedByHand_RefusesEntriesUntilResumed()
    {
        var portfolio = new PortfolioEngine(Options());
        portfolio.Book(Fill(Side.Buy, 1, 100));
        portfolio.HaltTrading();
        Assert.Equal(Refusal.Halted, portfolio.Decide(Request(Side.Buy, 100)).Refusal);
        Assert.True(portfolio.Decide(Request(Side.Sell, 100, row: 3, role: OrderRole.Close)).IsAccepted, "a close was refused");
        var restored = new PortfolioEngine(portfolio.Options);
        StateCopy.Load(restored, StateCopy.Save(portfolio));
        Assert.Equal(Refusal.Halted, restored.Halt);
        portfolio.ResumeTrading();
        Assert.Equal(Refusal.None, portfolio.Decide(Request(Side.Buy, 100, row: 4)).Refusal);
        Assert.Equal(1, portfolio.Refusals);
    }

    [Fact]
    public void Decide_RiskSizing_NeedsAStopLoss()
    {
        var portfolio = new PortfolioEngine(Options(new SizingRule(SizingMode.Risk)));
        Assert.Equal(Refusal.NoStopLoss, portfolio.Decide(Request(Side.Buy, 100)).Refusal);
        Assert.Equal(Refusal.NoStopLoss, portfolio.Decide(Request(Side.Buy, 100, Bracket.FromFill(5, 0), 3)).Refusal);
        Assert.Equal(500, portfolio.Decide(Request(Side.Buy, 100, Bracket.FromFill(0, 2), 4)).Order.Quantity);
        Assert.Equal(250, portfolio.Decide(Request(Side.Sell, 100, Bracket.AtPrices(0, 104), 5)).Order.Quantity);
    }

    [Fact]
    public void Decide_MaxDailyLoss_HoldsForTheDayEvenIfTheLossIsMadeGood()
    {
        var portfolio = new PortfolioEngine(Options(risk: new RiskPolicy { MaxDailyLoss = 0.01m }));
        Hold1000(portfolio);
        Mark(portfolio, 98, day: 1);
        Mark(portfolio, 101, day: 1);
        Assert.Equal(Refusal.MaxDailyLoss, portfolio.Decide(Request(Side.Buy, 100, row: 5)).Refusal);
        var restored = new PortfolioEngine(portfolio.Options);
        StateCopy.Load(restored, StateCopy.Save(portfolio));
        Assert.Equal(Refusal.MaxDailyLoss, restored.Decide(Request(Side.Buy, 100, row: 5)).Refusal);
        Mark(portfolio, 100.5m, day: 2);
        Assert.Equal(Refusal.None, portfolio.Decide(Request(Side.Buy, 100, row: 6)).Refusal);
    }

    [Fact]
    public void Decide_BeforeTheFirstPrice_IsRefusedWhereTheSizeNeedsOne()
    {
        foreach (var mode in Enum.GetValues<SizingMode>())
        {
            var portfolio = new PortfolioEngine(Options(new SizingRule(mode)));
            var decision = portfolio.Decide(Request(Side.Buy, 0, Bracket.FromFill(1, 1)));
            Assert.Equal(mode == SizingMode.AllIn ? Refusal.None : Refusal.NoPrice, decision.Refusal);
        }
    }

    [Fact]
    public void Decide_CloseWithoutPositionOrWorkingEntry_IsRefused()
    {
        var portfolio = new PortfolioEngine(Options(strategies: 2));
        portfolio.Book(Fill(Side.Buy, 1, 100));
        Assert.Equal(
            Refusal.NothingToClose,
            portfolio.Decide(Request(Side.Sell, 100, row: 5, strategy: 1, role: OrderRole.Close)).Refusal);
        Assert.True(portfolio.Decide(Request(Side.Buy, 100, row: 6, strategy: 1)).IsAccepted, "the entry was refused");
        Assert.True(
            portfolio.Decide(Request(Side.Sell, 100, row: 7, strategy: 1, role: OrderRole.Close)).IsAccepted,
            "what the working entry will open could not be closed");
    }

    // Cash is gone into 1000 units at 100; equity then is 1000 × the mark.
    private static void Hold1000(PortfolioEngine portfolio)
    {
        portfolio.Book(Fill(Side.Buy, 1000, 100));
        portfolio.CloseMarks(Day(0));
    }

    private static void Mark(PortfolioEngine portfolio, decimal price, int day)
    {
        portfolio.SetMark(0, Decimal64.FromDecimal(price));
        portfolio.CloseMarks(Day(day));
    }
}

using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Domain.Tests.Portfolios;

public sealed class SizingRuleTests
{
    private static readonly Instrument Share = new("X");
    private static readonly TradingCosts PerShare = new() { Fees = new FeeModel { PerUnit = 0.005m, Minimum = 1 } };

    [Theory]
    [InlineData(100, 10)]
    [InlineData(100.01, 9)]
    [InlineData(1000, 1)]
    [InlineData(1000.01, 0)]
    [InlineData(0.03, 33333)]
    public void Size_Notional_IsTheFractionOfEquityInWholeShares(decimal price, decimal expected) =>
        Assert.Equal(expected, new SizingRule().Size(100_000, price, 0, null, Share, TradingCosts.Free));

    [Theory]
    [InlineData(0.5, null, 1000, 100)]
    [InlineData(0.5, null, 10, 2000)]
    [InlineData(0.5, 0.2, 100, 200)]
    [InlineData(3, 0.5, 100, 333)]
    public void Size_Risk_IsCappedByTheLargestPosition(double stop, double? limit, decimal price, decimal expected)
    {
        // 1 % of 100,000 is at risk; without a limit the notional stays within the equity.
        var size = new SizingRule(SizingMode.Risk).Size(
            100_000, price, (decimal)stop, (decimal?)limit, Share, TradingCosts.Free);
        Assert.Equal(expected, size);
    }

    [Fact]
    public void Size_Quantity_IsRoundedDownToTheLot()
    {
        var rule = new SizingRule(SizingMode.Quantity, Quantity: 2.57m);
        Assert.Equal(2m, rule.Size(1, 1, 0, null, Share, TradingCosts.Free));
        Assert.Equal(2.5m, rule.Size(1, 1, 0, null, new Instrument("X") { LotSize = 0.1m }, TradingCosts.Free));
    }

    [Fact]
    public void Size_Multiplier_CountsTheContractsValue()
    {
        var future = new Instrument("X") { Multiplier = 50 };
        Assert.Equal(4m, new SizingRule(Fraction: 0.1m).Size(100_000, 50, 0, null, future, TradingCosts.Free));
        Assert.Equal(10m, new SizingRule(SizingMode.Risk).Size(100_000, 50, 2, null, future, TradingCosts.Free));
    }

    [Fact]
    public void Size_NegativeEquity_IsNothing()
    {
        foreach (var mode in new[] { SizingMode.Notional, SizingMode.Risk, SizingMode.Target })
            Assert.Equal(0, new SizingRule(mode).Size(-100, 10, 1, null, Share, PerShare));
        Assert.Equal(0, SizingRule.SizeAllIn(-100, 10, Side.Sell, Share, PerShare));
    }

    [Fact]
    public void Size_AllIn_IsKnownOnlyWhenTheOrderFills() => Assert.Throws<InvalidOperationException>(
        () => new SizingRule(SizingMode.AllIn).Size(100, 10, 1, null, Share, TradingCosts.Free));

    [Fact]
    public void SizeAllIn_WithFee_BuyLeavesCashForItAndSaleDoesNot()
    {
        Assert.Equal(10, SizingRule.SizeAllIn(1000, 100, Side.Buy, Share, TradingCosts.Free));
        Assert.Equal(9, SizingRule.SizeAllIn(1000, 100, Side.Buy, Share, PerShare));
        Assert.Equal(10, SizingRule.SizeAllIn(1000, 100, Side.Sell, Share, PerShare));
        Assert.Equal(10, SizingRule.SizeAllIn(1001, 100, Side.Buy, Share, PerShare));
    }

    [Fact]
    public void Size_Target_IsOneLotLessUntilValueAndFeeFit()
    {
        var reduced = 0;
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var fees = new FeeModel
            {
                PerUnit = random.Next(3) * 0.4m,
                Fraction = random.Next(3) * 0.003m,
                Minimum = random.Next(3) * 2.5m,
                CapFraction = random.Next(2) == 0 ? null : 0.005m,
            };
            var costs = new TradingCosts { Fees = fees };
            var instrument = new Instrument("X")
            {
                LotSize = random.Next(2) == 0 ? 1m : 0.25m,
                Multiplier = random.Next(2) * 9 + 1,
            };
            var (price, buffer) = (random.Next(50, 3000) / 100m, random.Next(3) * 0.0025m);
            var target = 0.5m * 9_000m * (1 - buffer);
            var start = decimal.Floor(target / (price * instrument.Multiplier) / instrument.LotSize) * instrument.LotSize;
            var expected = start;
            while (expected > 0 && expected * price * instrument.Multiplier + costs.Fee(expected, price, instrument) > target)
                expected -= instrument.LotSize;
            var rule = new SizingRule(SizingMode.Target, 0.5m, CashBuffer: buffer);
            var size = rule.Size(9_000, price, 0, null, instrument, costs);
            Assert.True(expected == size, $"seed {seed}: expected {expected}, got {size}");
            reduced += expected < start ? 1 : 0;
        }

        Assert.True(reduced > 100, $"only {reduced} sizes were reduced");
    }

    [Fact(Timeout = 10_000)]
    public async Task Size_FeePerShareAboveThePrice_IsFoundAtOnce()
    {
        // 3,000,000,000 shares whose fee is 500 times their price; stepping down by one share would take minutes.
        var costs = new TradingCosts { Fees = new FeeModel { PerUnit = 0.005m, Minimum = 1 } };
        var size = await Task.Run(
            () => new SizingRule(SizingMode.Target, 0.3m).Size(100_000, 0.00001m, 0, null, Share, costs),
            TestContext.Current.CancellationToken);
        Assert.Equal(decimal.Floor(30_000m / 0.00501m), size);
    }
}

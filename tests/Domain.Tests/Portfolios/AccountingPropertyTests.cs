using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.Tests.Engine;
using static TradeBooks.Domain.Tests.Portfolios.Ledgering;

namespace TradeBooks.Domain.Tests.Portfolios;

/// <summary>What holds to the last digit after any sequence of fills.</summary>
public sealed class AccountingPropertyTests
{
    private static readonly decimal[] Multipliers = [1m, 10m, 50m, 0.1m];

    [Fact]
    public void Settle_AnyFills_BooksBalanceExactly()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var multiplier = Multipliers[random.Next(Multipliers.Length)];
            var ledger = new MemoryLedger();
            var portfolio = new PortfolioEngine(Options(strategies: 1 + seed % 3, multiplier: multiplier), ledger);
            for (var i = 0; i < 150; i++)
            {
                var fill = RandomFill(random, portfolio, i);
                portfolio.Settle(ref fill);
                var record = ledger.Records[^1];
                Assert.True(record.Fill == fill, $"seed {seed}, fill {i}: the ledger has {record.Fill}, not {fill}");
                CheckBalance(portfolio, ledger, multiplier, $"seed {seed}, fill {i} {fill}");
                portfolio.SetMark(random.Next(3), RandomPrice(random));
                portfolio.CloseMarks(Day(i / 50));
                CheckBalance(portfolio, ledger, multiplier, $"seed {seed}, marks after fill {i}");
                Assert.Equal((double)portfolio.Equity, portfolio.EquityValue, 1e-9 * Math.Max(1, Math.Abs((double)portfolio.Equity)));
            }
        }
    }

    [Fact]
    public void Backtest_RandomOrdersOfEveryKind_BooksBalanceExactly()
    {
        var (fills, seeds) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var settings = RandomSettings.Make(seed);
            var run = TradingRun.Of(
                [
                    TradingRun.Own("one", symbol => new RandomTrader(seed + symbol[0])),
                    TradingRun.Own("two", symbol => new RandomTrader(seed * 31 + symbol[0])),
                ],
                TestBar.Events(RandomBars.Make(seed, 150)), settings);
            var multiplier = run.Setup.Portfolio.Instruments[0].Multiplier;
            while (run.Step())
                CheckBalance(run.Portfolio, run.Ledger, multiplier, $"seed {seed} ({settings}) at {run.Backtest.Time}");
            fills += run.Ledger.Records.Count;
            seeds += run.Ledger.Records.Count > 0 ? 1 : 0;
        }

        Assert.True(fills > 2000 && seeds > 50, $"{fills} fills in {seeds} runs");
    }

    [Fact]
    public void Settle_AnyFills_PnlIsThatOfPlainAverageCost()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var position = new Position(new Instrument("X"));
            var (held, average, realized) = (0m, 0m, 0m);
            for (var i = 0; i < 100; i++)
            {
                var (quantity, price) = ((decimal)random.Next(1, 20) * (random.Next(2) * 2 - 1), RandomPrice(random).ToDecimal());
                var closed = held * quantity < 0 ? Math.Min(Math.Abs(held), Math.Abs(quantity)) : 0;
                realized += (price - average) * closed * Math.Sign(held);
                if (held * quantity >= 0)
                    average = (held * average + quantity * price) / (held + quantity);
                else if (closed < Math.Abs(quantity))
                    average = price;
                held += quantity;
                position.Apply(quantity, price, 0);
                Assert.Equal(held, position.Quantity);
                Near(realized, position.GrossRealizedPnl);
                Near(held == 0 ? 0 : average, position.AveragePrice);
                Near(held * (90m - average), position.UnrealizedPnl(90m));
            }
        }
    }

    [Fact]
    public void Apply_FlipThroughZero_RealizesTheOldAndOpensTheNew()
    {
        var position = new Position(new Instrument("X") { Multiplier = 10 });
        position.Apply(3, 100.5m, 1);
        position.Apply(-5, 101m, 2);
        Assert.Equal(-2, position.Quantity);
        Assert.Equal(101m, position.AveragePrice);
        Assert.Equal(15m, position.GrossRealizedPnl);
        Assert.Equal(3m, position.Fees);
        Assert.Equal(-2020m, position.Cost);
        Assert.Equal(20m, position.UnrealizedPnl(100m));
    }

    // What a reduction takes from the cost is rounded to 12 decimals.
    private static void Near(decimal expected, decimal actual) =>
        Assert.True(Math.Abs(expected - actual) < 0.00000001m, $"expected {expected}, got {actual}");

    private static void CheckBalance(PortfolioEngine portfolio, MemoryLedger ledger, decimal multiplier, string what)
    {
        var books = portfolio.Options.InitialCash + portfolio.GrossRealizedPnl + portfolio.UnrealizedPnl - portfolio.Fees;
        var worth = portfolio.Cash;
        for (var symbol = 0; symbol < portfolio.Options.Instruments.Count; symbol++)
        {
            var held = Enumerable.Range(0, portfolio.Options.Strategies.Count).Sum(s => portfolio.Position(s, symbol).Quantity);
            Assert.True(held == portfolio.NetQuantity(symbol), $"{what}: {held} held, net {portfolio.NetQuantity(symbol)}");
            worth += held * portfolio.Mark(symbol) * multiplier;
        }

        Assert.True(worth == books, $"{what}: cash and positions are worth {worth}, the books say {books}");
        Assert.True(worth == portfolio.Equity, $"{what}: worth {worth}, equity {portfolio.Equity}");
        var cash = ledger.Records.Aggregate(
            portfolio.Options.InitialCash,
            (sum, row) => sum - row.Fill.SignedQuantity * row.Fill.Price * multiplier - row.Fill.Fee);
        Assert.True(cash == portfolio.Cash, $"{what}: the ledger's rows sum to {cash}, cash is {portfolio.Cash}");
        if (ledger.Records.Count > 0)
            Assert.Equal(portfolio.Cash, ledger.Records[^1].Cash);
    }

    private static Fill RandomFill(Random random, PortfolioEngine portfolio, int row)
    {
        var (strategy, symbol) = (random.Next(portfolio.Options.Strategies.Count), random.Next(3));
        var held = portfolio.Position(strategy, symbol).Quantity;
        var whole = random.Next(2) == 0 ? random.Next(1, 500) : random.Next(1, 500_000) / 1000m;
        var (side, quantity) = random.Next(3) switch
        {
            0 when held != 0 => (held > 0 ? Side.Sell : Side.Buy, Math.Abs(held)),
            1 when held != 0 => (held > 0 ? Side.Sell : Side.Buy, Math.Abs(held) * random.Next(1, 30) / 10),
            _ => (RandomSide(random), whole),
        };
        quantity = Math.Max(0.001m, decimal.Round(quantity, 3));
        var fee = random.Next(3) == 0 ? 0 : decimal.Round(random.Next(1, 9999) / 997m, 12);
        var price = Precision.Round(RandomPrice(random).ToDecimal() * (random.Next(2) == 0 ? 1 : 1.00015m / 1.0007m));
        return Fill(side, quantity, price, row, strategy, symbol, fee);
    }

    private static Side RandomSide(Random random) => random.Next(2) == 0 ? Side.Buy : Side.Sell;

    private static Decimal64 RandomPrice(Random random) => new(random.Next(1, 5_000_000), (byte)random.Next(2, 7));
}

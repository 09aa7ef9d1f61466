using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Storage.Portfolios;

namespace TradeBooks.Storage.Tests.Portfolios;

/// <summary>Commits and what goes into them. Rows of one number are the same each time.</summary>
internal static class Rows
{
    public static readonly string[] Symbols = ["AAPL", "BRK,B", "a\"b", "O'Neil", "ÄÖ 1", "日本 💹", "%_\\"];

    public static readonly string[] Strategies = ["s0", "s1", "s2"];

    public static PortfolioCommit Commit(
        long version, Guid writer, string portfolio = "default", int firstFill = 1, int fills = 0, int firstDecision = 1,
        int decisions = 0, params IReadOnlyList<EquityPoint> equity) => new()
        {
            Portfolio = portfolio,
            Version = version,
            Writer = writer,
            State = new byte[] { (byte)version, (byte)(version >> 8), writer.ToByteArray()[0] },
            // Some of them again and again, some seldom.
            Symbols = [.. Enumerable.Range(0, (int)(version % 4)).Select(i => Part((int)(version * (i + 1) % 7) + 10 * i, version))],
            FirstFill = firstFill,
            Fills = [.. Enumerable.Range(firstFill, fills).Select(number => Fill(number, portfolio))],
            FirstDecision = firstDecision,
            Decisions = [.. Enumerable.Range(firstDecision, decisions).Select(number => Decided(number, portfolio))],
            Equity = equity,
        };

    private static KeyValuePair<int, ReadOnlyMemory<byte>> Part(int symbol, long version) =>
        new(symbol, new byte[] { (byte)symbol, (byte)version });

    /// <summary>Order id of the fill and of the decision of this number.</summary>
    public static OrderId Id(int number, string portfolio = "default") => new(
        new OrderOwner(portfolio, "s" + (number % 3), Symbols[number % Symbols.Length]), new SourcePosition(number % 4 - 1, number / 2),
        number % 2, (OrderRole)(number % 4));

    public static FillRecord Fill(int number, string portfolio = "default") => Fill(number, new Random(number), portfolio);

    /// <summary>A fill of this number, the rest made up.</summary>
    public static FillRecord Fill(int number, Random random, string portfolio = "default") => new(
        new Fill(
            Id(number, portfolio), 0, 0, 0, (Side)random.Next(2), Decimal(random), Decimal(random), Decimal(random),
            Time(random), SourcePosition.Row(number)),
        Decimal(random), Decimal(random), Decimal(random));

    public static DecidedRequest Decided(int number, string portfolio = "default")
    {
        var random = new Random(number);
        var id = Id(number, portfolio);
        var signal = new Signal
        {
            Role = OrderRole.Entry,
            Side = (Side)random.Next(2),
            Type = (OrderType)random.Next(4),
            TimeInForce = (TimeInForce)random.Next(2),
            LimitPrice = Decimal(random),
            StopPrice = Decimal(random),
        };
        var request = new OrderRequest(id, 0, 0, signal, 1m, Time(random));

        // Only a portfolio can make a decision: its lot is what it shall decide on.
        var quantity = Math.Abs(Decimal(random)) + 0.0000001m;
        var portfolioOf = new PortfolioEngine(new PortfolioOptions
        {
            Strategies = [id.Strategy],
            Sizing = [new SizingRule(SizingMode.Quantity, Quantity: quantity)],
            Instruments = [new Instrument(id.Symbol) { LotSize = quantity }],
        });
        if (number % 3 == 0)
            portfolioOf.HaltTrading();
        return new DecidedRequest(request, portfolioOf.Decide(request));
    }

    public static EquityPoint Point(long time, decimal cash = 1) => new(new EventTime(time), cash, -cash / 3, cash * 7, 0.1m);

    /// <summary>Numbers of every length and sign, most of them short.</summary>
    public static decimal Decimal(Random random) => random.Next(4) switch
    {
        0 => new decimal(random.Next(), random.Next(), random.Next(), random.Next(2) == 0, (byte)random.Next(29)),
        1 => 0m,
        _ => new decimal(random.Next(1, 100_000_000), 0, 0, random.Next(2) == 0, (byte)random.Next(7)),
    };

    /// <summary>Times of the years 1 to 9999, to the microsecond.</summary>
    public static EventTime Time(Random random) => new(random.NextInt64(-62_135_596_800_000_000, 253_402_300_800_000_000));
}

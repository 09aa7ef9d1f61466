using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Domain.Tests.Portfolios;

/// <summary>Short ways to make portfolios, requests and fills.</summary>
internal static class Ledgering
{
    private static readonly string[] Symbols = ["AAPL", "GOOG", "MSFT"];

    public static PortfolioOptions Options(
        SizingRule? sizing = null, RiskPolicy? risk = null, TradingCosts? costs = null, int strategies = 1,
        decimal multiplier = 1, decimal lot = 1, int symbols = 3) => new()
        {
            Strategies = [.. Enumerable.Range(0, strategies).Select(i => $"s{i}")],
            Sizing = [.. Enumerable.Range(0, strategies).Select(_ => sizing ?? new SizingRule())],
            Instruments = [.. Symbols.Take(symbols).Select(symbol => new Instrument(symbol) { LotSize = lot, Multiplier = multiplier })],
            Risk = risk ?? RiskPolicy.None,
            Costs = costs ?? TradingCosts.Free,
        };

    public static OrderId Id(long row, int strategy = 0, int symbol = 0, OrderRole role = OrderRole.Entry) =>
        new(new OrderOwner("default", $"s{strategy}", Symbols[symbol]), SourcePosition.Row(row), 0, role);

    public static EventTime Day(int day) => new(day * EventTime.DayLength);

    public static Fill Fill(
        Side side, decimal quantity, decimal price, long row = 2, int strategy = 0, int symbol = 0, decimal fee = 0,
        OrderRole role = OrderRole.Entry) => new(
            Id(row, strategy, symbol, role), 0, strategy, symbol, side, quantity, price, fee, Day(0), SourcePosition.Row(row + 1));

    public static OrderRequest Request(
        Side side, decimal price, Bracket bracket = default, long row = 2, int strategy = 0, int symbol = 0,
        OrderRole role = OrderRole.Entry) => new(
            Id(row, strategy, symbol, role), strategy, symbol, new Signal { Role = role, Side = side, Bracket = bracket },
            price, Day(0));

    /// <summary>Books a fill that a strategy got at its symbol's mark.</summary>
    public static void Book(this PortfolioEngine portfolio, Fill fill)
    {
        Assert.True(portfolio.Settle(ref fill), $"{fill} was not booked");
        portfolio.SetMark(fill.SymbolIndex, Decimal64.FromDecimal(fill.Price));
    }
}

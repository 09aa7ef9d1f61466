using System.Globalization;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Domain.Tests.Orders;

/// <summary>
/// Depth and trades of one symbol, a minute apart, levels written as <c>99.5x3 99x10</c>. By Coinbase's rules: in sync from
/// the snapshot on.
/// </summary>
internal sealed class BookScript
{
    public const string Settings = "exchange=coinbase lot_size=0.5 ";

    private readonly List<MarketEvent> _events = [];

    public IReadOnlyList<MarketEvent> Events => _events;

    public BookScript Snapshot(string bids, string asks) => Depth(EventKind.DepthSnapshot, bids, asks);

    public BookScript Update(string bids, string asks) => Depth(EventKind.DepthUpdate, bids, asks);

    public BookScript Trade(Side aggressor, decimal price, decimal quantity) => Add(new MarketEvent(
        new Trade(Time, Decimal64.FromDecimal(price), Decimal64.FromDecimal(quantity), aggressor, Row), SourcePosition.Row(Row)));

    public BookScript Add(in MarketEvent e)
    {
        _events.Add(e);
        return this;
    }

    /// <summary>Runs the strategies over the events; entries trade 10 units where the settings do not say otherwise.</summary>
    public TradingRun Run(string settings, params ScriptedStrategy[] strategies) =>
        Tape.Run(_events, Settings + settings, strategies);

    public TradingRun Run(params ScriptedStrategy[] strategies) => Run("", strategies);

    public EventTime Time => Tape.At(_events.Count);

    public long Row => _events.Count + 2;

    private BookScript Depth(EventKind kind, string bids, string asks) => Add(new MarketEvent(
        new DepthEvent(kind, Time, Time, 0, 0, 0, Levels(bids), Levels(asks), null), SourcePosition.Row(Row)));

    private static DepthLevel[] Levels(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(level => level.Split('x'))
            .Select(level => new DepthLevel(Number(level[0]), Number(level[1]))),
    ];

    private static Decimal64 Number(string text) => Decimal64.FromDecimal(decimal.Parse(text, CultureInfo.InvariantCulture));
}

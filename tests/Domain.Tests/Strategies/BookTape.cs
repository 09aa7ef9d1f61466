using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Strategies;

/// <summary>Events of an exchange without update ids (Coinbase's rules), each a millisecond after the one before.</summary>
internal sealed class BookTape
{
    private const long Start = 1_700_000_000_000_000;
    private long _row;

    public List<MarketEvent> Events { get; } = [];

    /// <summary>Time of the last event, in microseconds since the first.</summary>
    public long Clock { get; private set; }

    /// <summary>A whole book: levels as <c>price quantity, price quantity</c>.</summary>
    public BookTape Snapshot(string bids, string asks) => Add(Depth(EventKind.DepthSnapshot, bids, asks));

    /// <summary>Changes of the book; quantity 0 removes.</summary>
    public BookTape Update(string bids, string asks) => Add(Depth(EventKind.DepthUpdate, bids, asks));

    /// <summary>Coinbase removes no level that is not there: the book is lost.</summary>
    public BookTape Lose() => Update("1 0", "");

    public BookTape Trade(decimal price)
    {
        Step();
        Events.Add(new MarketEvent(
            new Trade(Time, Decimal64.FromDecimal(price), new Decimal64(1, 0), Side.Buy, _row), SourcePosition.Row(_row)));
        return this;
    }

    public BookTape Wait(double seconds)
    {
        Clock += (long)(seconds * EventTime.Second);
        return this;
    }

    private EventTime Time => new(Start + Clock);

    private void Step()
    {
        Clock += 1_000;
        _row++;
    }

    private BookTape Add(Func<DepthEvent> make)
    {
        Step();
        Events.Add(new MarketEvent(make(), SourcePosition.Row(_row)));
        return this;
    }

    private Func<DepthEvent> Depth(EventKind kind, string bids, string asks) =>
        () => new DepthEvent(kind, Time, Time, 0, 0, 0, Levels(bids), Levels(asks), null);

    private static DepthLevel[] Levels(string text) =>
    [
        .. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(level => level.Split(' '))
            .Select(level => new DepthLevel(level[0], level[1])),
    ];
}

using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Books;

/// <summary>Checks that the levels of a side are sorted and not empty.</summary>
internal struct OrderCheck(BookSide side) : ILevelVisitor
{
    private DepthLevel _previous;

    public int Count { get; private set; }

    public string? Violation { get; private set; }

    public bool Visit(in DepthLevel level)
    {
        if (level.Quantity <= Decimal64.Zero)
            Violation = $"{side} has the empty level {level}";
        else if (Count > 0 && (side == BookSide.Bid ? level.Price >= _previous.Price : level.Price <= _previous.Price))
            Violation = $"{side} has {level} behind {_previous}";
        _previous = level;
        Count++;
        return Violation is null;
    }
}

using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Books;

/// <summary>Sums the quantity of up to a number of levels.</summary>
internal struct DepthOfLevels(int levels) : ILevelVisitor
{
    private int _left = levels;

    public decimal Sum { get; private set; }

    public bool Visit(in DepthLevel level)
    {
        Sum += level.Quantity;
        return --_left > 0;
    }
}

/// <summary>Sums the quantity of the levels that are at a price or better.</summary>
internal struct DepthToPrice(BookSide side, Decimal64 price) : ILevelVisitor
{
    public decimal Sum { get; private set; }

    public bool Visit(in DepthLevel level)
    {
        if (side == BookSide.Bid ? level.Price < price : level.Price > price)
            return false;
        Sum += level.Quantity;
        return true;
    }
}

/// <summary>Takes levels until a quantity is filled.</summary>
internal struct FillCost(decimal quantity) : ILevelVisitor
{
    private readonly decimal _quantity = quantity;
    private decimal _notional;
    private decimal _left = quantity;

    public readonly decimal? AveragePrice => _left > 0 ? null : _notional / _quantity;

    public bool Visit(in DepthLevel level)
    {
        var taken = Math.Min(_left, level.Quantity);
        _notional += taken * level.Price.ToDecimal();
        _left -= taken;
        return _left > 0;
    }
}

/// <summary>Writes down levels until there is no room for more.</summary>
internal ref struct LevelCopy(Span<DepthLevel> destination) : ILevelVisitor
{
    private readonly Span<DepthLevel> _destination = destination;

    public int Count { get; private set; }

    public bool Visit(in DepthLevel level)
    {
        _destination[Count++] = level;
        return Count < _destination.Length;
    }
}

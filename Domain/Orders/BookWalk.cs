using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Orders;

/// <summary>Finds the best level that has anything left when a quantity was taken from the levels before it.</summary>
internal struct LevelLeft(decimal taken) : ILevelVisitor
{
    private decimal _taken = taken;

    public decimal Price { get; private set; }

    /// <summary>Units that are left there; 0 where no level has any.</summary>
    public decimal Quantity { get; private set; }

    public bool Visit(in DepthLevel level)
    {
        var left = level.Quantity - _taken;
        if (left <= 0)
        {
            _taken = -left;
            return true;
        }

        (Price, Quantity) = (level.Price, left);
        return false;
    }
}

/// <summary>Sums what is left at a price or better, when a quantity was taken from the best levels, until it is enough.</summary>
internal struct QuantityLeft(BookSide side, decimal limit, decimal taken, decimal enough) : ILevelVisitor
{
    private decimal _sum = -taken;

    /// <summary>Units, up to what is enough.</summary>
    public readonly decimal Quantity => Math.Clamp(_sum, 0, enough);

    public bool Visit(in DepthLevel level)
    {
        decimal price = level.Price;
        if (side == BookSide.Ask ? price > limit : price < limit)
            return false;
        _sum += level.Quantity;
        return _sum < enough;
    }
}

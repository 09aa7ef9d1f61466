using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Portfolios;

/// <summary>Quantity and average price of a position, without its P&amp;L: what the symbol's side needs to know.</summary>
internal sealed class Holding : IPersistent
{
    private decimal _quantity;
    private decimal _cost;

    public decimal Quantity => _quantity;

    public bool IsFlat { get; private set; } = true;

    public decimal AveragePrice => _quantity == 0 ? 0 : _cost / _quantity;

    public void Apply(decimal quantity, decimal price)
    {
        var left = _quantity + quantity;
        if (left == 0)
            _cost = 0;
        else if (_quantity == 0 || quantity > 0 == _quantity > 0)
            _cost += quantity * price;
        else if (left > 0 == _quantity > 0)
            _cost -= Precision.Round(_cost * (-quantity / _quantity));
        else
            _cost = left * price;
        _quantity = left;
        IsFlat = left == 0;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("quantity", ref _quantity);
        archive.Item("cost", ref _cost);
        IsFlat = _quantity == 0;
    }
}

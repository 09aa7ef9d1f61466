using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Portfolios;

/// <summary>
/// Quantity and average cost of something held long or short. The cost is kept, not the average price, and what a
/// reduction takes from it is rounded (<see cref="Precision"/>), so that
/// <c>Σ money paid = cost − realized</c> holds exactly.
/// </summary>
/// <param name="instrument">What is held.</param>
public sealed class Position(Instrument instrument) : IPersistent
{
    private decimal _quantity;
    private decimal _cost;
    private decimal _grossRealizedPnl;
    private decimal _fees;

    /// <summary>Units, below 0 when short.</summary>
    public decimal Quantity => _quantity;

    /// <summary>What was paid for the units held; below 0 when short.</summary>
    public decimal Cost => _cost;

    /// <summary>Realized P&amp;L at average cost, before fees.</summary>
    public decimal GrossRealizedPnl => _grossRealizedPnl;

    /// <summary>Fees of all fills.</summary>
    public decimal Fees => _fees;

    public bool IsFlat => _quantity == 0;

    /// <summary>Average price of the units held; 0 when flat.</summary>
    public decimal AveragePrice => _quantity == 0 ? 0 : _cost / (_quantity * instrument.Multiplier);

    /// <summary>P&amp;L of the units held at a price.</summary>
    public decimal UnrealizedPnl(decimal mark) => _quantity == 0 ? 0 : instrument.Notional(_quantity, mark) - _cost;

    /// <summary>Books a fill: adds at cost, reduces at average cost, or does both when it turns the position.</summary>
    /// <param name="quantity">Signed: above 0 buys.</param>
    /// <param name="price">Of one unit.</param>
    /// <param name="fee">0 or more.</param>
    public void Apply(decimal quantity, decimal price, decimal fee)
    {
        if (fee != 0)
            _fees += fee;
        var value = instrument.Notional(quantity, price);
        if (_quantity == 0 || quantity > 0 == _quantity > 0)
        {
            _quantity += quantity;
            _cost += value;
            return;
        }

        var left = _quantity + quantity;
        if (left == 0)
        {
            _grossRealizedPnl -= value + _cost;
            _cost = 0;
        }
        else if (left > 0 == _quantity > 0)
        {
            var removed = Precision.Round(_cost * (-quantity / _quantity));
            _grossRealizedPnl -= value + removed;
            _cost -= removed;
        }
        else
        {
            var opened = instrument.Notional(left, price);
            _grossRealizedPnl -= value - opened + _cost;
            _cost = opened;
        }

        _quantity = left;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("quantity", ref _quantity);
        archive.Item("cost", ref _cost);
        archive.Item("grossRealizedPnl", ref _grossRealizedPnl);
        archive.Item("fees", ref _fees);
    }
}

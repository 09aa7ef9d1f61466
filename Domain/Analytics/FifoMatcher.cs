using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>
/// Matches the fills of one strategy in one symbol into round trips, first in, first out. No money is made or lost by
/// rounding: the round trips' P&amp;L less the cost of what is open is the cash that the fills moved.
/// </summary>
internal sealed class FifoMatcher : IPersistent
{
    /// <summary>Decimals of a fee's part; what they lack stays with the rest of the fee.</summary>
    private const int FeeDecimals = 12;

    private readonly int _strategyIndex;
    private readonly int _symbolIndex;
    private readonly decimal _multiplier;
    private readonly LotQueue _lots;
    private Side _side;

    /// <param name="strategyIndex">The strategy.</param>
    /// <param name="symbolIndex">The symbol.</param>
    /// <param name="multiplier">Money per point and unit.</param>
    /// <param name="openLots">Most open lots.</param>
    /// <param name="totals">What the fills add to; others may share it.</param>
    public FifoMatcher(int strategyIndex, int symbolIndex, decimal multiplier, int openLots, TradeTotals totals)
    {
        _strategyIndex = strategyIndex;
        _symbolIndex = symbolIndex;
        _multiplier = multiplier;
        _lots = new LotQueue(openLots);
        Totals = totals;
    }

    public int StrategyIndex => _strategyIndex;

    public int SymbolIndex => _symbolIndex;

    public TradeTotals Totals { get; }

    /// <summary>Whether anything is open.</summary>
    public bool HasLots => _lots.Count > 0;

    /// <summary>Takes a fill.</summary>
    /// <param name="fill">The fill.</param>
    /// <param name="trips">Where round trips are kept; null where they only count.</param>
    public void OnFill(in Fill fill, RoundTripRing? trips)
    {
        Totals.AddFill(fill.Price * fill.Quantity * _multiplier, fill.Fee);
        var quantity = fill.Quantity;
        var fee = fill.Fee;
        while (quantity > 0 && _lots.Count > 0 && _side != fill.Side)
            Match(in fill, ref quantity, ref fee, trips);
        if (quantity == 0)
            return;
        _side = fill.Side;
        _lots.Add(fill.Time, quantity, fill.Price, fee);
    }

    public void CopyLots(string strategy, string symbol, List<OpenLot> to)
    {
        for (var i = 0; i < _lots.Count; i++)
        {
            ref readonly var lot = ref _lots[i];
            var cost = (lot.Price * lot.Quantity + lot.Residue) * _multiplier;
            to.Add(new OpenLot(symbol, strategy, _side, lot.Quantity, lot.Time, lot.Price, cost, lot.Fee));
        }
    }

    /// <summary>What is open; <see cref="Totals"/> are saved by whoever has them.</summary>
    public void Persist(StateArchive archive)
    {
        archive.Item("side", ref _side);
        archive.Item("lots", _lots);
    }

    private static decimal Share(decimal fee, decimal part, decimal whole) =>
        part == whole ? fee : Math.Round(fee * part / whole, FeeDecimals, MidpointRounding.ToZero);

    private void Match(in Fill fill, ref decimal quantity, ref decimal fee, RoundTripRing? trips)
    {
        ref var lot = ref _lots.Oldest;
        var matched = Math.Min(quantity, lot.Quantity);
        var entryFee = Share(lot.Fee, matched, lot.Quantity);
        var exitFee = Share(fee, matched, quantity);
        var fees = entryFee + exitFee;
        var gain = (fill.Price - lot.Price) * matched;
        if (matched == lot.Quantity)
            gain -= lot.Residue;
        var pnl = _side.Sign() * gain * _multiplier - fees;
        Totals.AddTrip(pnl);
        trips?.Add(new ClosedTrip(
            _strategyIndex, _symbolIndex, _side, matched, lot.Time, lot.Price, fill.Time, fill.Price, fees, pnl));
        quantity -= matched;
        fee -= exitFee;
        lot.Quantity -= matched;
        lot.Fee -= entryFee;
        if (lot.Quantity == 0)
            _lots.RemoveOldest();
    }
}

using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>Sums over fills and round trips, of one strategy in one symbol or of a group of them.</summary>
internal sealed class TradeTotals : IPersistent
{
    private long _fills;
    private long _trades;
    private long _wins;
    private long _losses;
    private decimal _turnover;
    private decimal _fees;
    private decimal _grossProfit;
    private decimal _grossLoss;

    public long Fills => _fills;

    /// <summary>Round trips.</summary>
    public long Trades => _trades;

    /// <summary>Σ price × quantity × multiplier of the fills, in money.</summary>
    public decimal Turnover => _turnover;

    /// <summary>Σ fees of the fills, in money.</summary>
    public decimal Fees => _fees;

    /// <summary>Share of the round trips with a P&amp;L above 0; null without any.</summary>
    public double? WinRate => _trades == 0 ? null : (double)_wins / _trades;

    /// <summary>Σ of the profits / Σ of the losses; null without a loss.</summary>
    public double? ProfitFactor => _grossLoss == 0 ? null : (double)_grossProfit / (double)_grossLoss;

    /// <summary>Mean P&amp;L of a round trip, in money; null without any.</summary>
    public double? Expectancy => _trades == 0 ? null : (double)((_grossProfit - _grossLoss) / _trades);

    public void AddFill(decimal notional, decimal fee)
    {
        _fills++;
        _turnover += notional;
        _fees += fee;
    }

    public void AddTrip(decimal pnl)
    {
        _trades++;
        if (pnl > 0)
        {
            _wins++;
            _grossProfit += pnl;
        }
        else if (pnl < 0)
        {
            _losses++;
            _grossLoss -= pnl;
        }
    }

    public void Add(TradeTotals other)
    {
        _fills += other._fills;
        _trades += other._trades;
        _wins += other._wins;
        _losses += other._losses;
        _turnover += other._turnover;
        _fees += other._fees;
        _grossProfit += other._grossProfit;
        _grossLoss += other._grossLoss;
    }

    public RoundTripCounts ToCounts() => new(_trades, _wins, _losses, WinRate, ProfitFactor);

    public GroupResult ToResult(string name, decimal grossRealizedPnl, decimal unrealizedPnl) => new(
        name, _fills, _trades, WinRate, ProfitFactor, grossRealizedPnl, unrealizedPnl, _fees, _turnover);

    public void Persist(StateArchive archive)
    {
        archive.Item("fills", ref _fills);
        archive.Item("trades", ref _trades);
        archive.Item("wins", ref _wins);
        archive.Item("losses", ref _losses);
        archive.Item("turnover", ref _turnover);
        archive.Item("fees", ref _fees);
        archive.Item("grossProfit", ref _grossProfit);
        archive.Item("grossLoss", ref _grossLoss);
    }
}

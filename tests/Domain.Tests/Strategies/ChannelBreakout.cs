using TradeBooks.Domain.Indicators;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Strategies;

/// <summary>Buys when a bar closes above the highest high of the bars before it, with exits measured in ATRs.</summary>
public sealed class ChannelBreakout(int bars, decimal takeProfitAtr, decimal stopLossAtr) : IStrategy
{
    private readonly WilderAtr _atr = new(14);
    private readonly double[] _highs = new double[bars];
    private long _seen;

    public static Func<string, IStrategy> Create(SettingsReader reader)
    {
        var bars = reader.WholeNumber("channel_bars", 20, 1, 100_000, "breakout: bars whose highest high is to be broken");
        var takeProfit = reader.Number("take_profit_atr", 3m, 0.0001m, 1000, "take profit in ATRs");
        var stopLoss = reader.Number("stop_loss_atr", 1.5m, 0.0001m, 1000, "stop loss in ATRs");
        return _ => new ChannelBreakout(bars, takeProfit, stopLoss);
    }

    public void OnBar(in Bar bar, StrategyContext context)
    {
        var close = bar.Close.ToDouble();
        _atr.Update(bar.High.ToDouble(), bar.Low.ToDouble(), close);
        var isBreakout = _seen >= bars && close > _highs.Max();
        _highs[_seen++ % bars] = bar.High.ToDouble();
        if (!isBreakout || !_atr.IsReady || !context.IsIdle)
            return;
        var atr = (decimal)_atr.Value;
        context.Enter(Side.Buy, Bracket.FromFill(takeProfitAtr * atr, stopLossAtr * atr));
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("atr", _atr);
        archive.Item("highs", _highs);
        archive.Item("seen", ref _seen);
    }
}

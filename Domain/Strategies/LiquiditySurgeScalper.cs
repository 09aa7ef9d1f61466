using System.Runtime.CompilerServices;
using TradeBooks.Domain.Indicators;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Strategies;

/// <summary>
/// Liquidity surge scalping: after a bar of unusual activity that closes near its extreme, in the direction of the
/// short trend, enter at the next open with a take profit and a stop loss measured in ATRs.
/// </summary>
public sealed class LiquiditySurgeScalper : IStrategy
{
    // The last one: 1 where the bar was a surge of activity, else 0.
    private static readonly string[] Figures = ["fast", "slow", "atr", "surge"];

    private readonly bool _usesVolume;
    private readonly Ema _fast;
    private readonly Ema _slow;
    private readonly WilderAtr _atr;
    private readonly SurgeDetector _surge;
    private readonly double _rejection;
    private readonly double _takeProfit;
    private readonly double _stopLoss;

    public LiquiditySurgeScalper(LiquiditySurgeSettings settings)
    {
        _usesVolume = settings.UsesVolume;
        _fast = new Ema(settings.Fast);
        _slow = new Ema(settings.Slow);
        _atr = new WilderAtr(settings.Atr, AtrSeed.CountFirstBar);
        _surge = new SurgeDetector(settings.Window, settings.VolumeMultiplier);
        _rejection = (double)settings.Rejection;
        _takeProfit = (double)settings.TakeProfitAtr;
        _stopLoss = (double)settings.StopLossAtr;
    }

    /// <summary>How <c>lss</c> is set up from settings; see docs/strategies.md.</summary>
    public static Func<string, IStrategy> Create(SettingsReader reader)
    {
        var settings = LiquiditySurgeSettings.Read(reader);
        return _ => new LiquiditySurgeScalper(settings);
    }

    public string? FindLack(in MarketEvent e) =>
        _usesVolume && e.Kind == EventKind.Bar && !e.Bar.HasVolume ? NoVolume(e.Bar) : null;

    public void OnBar(in Bar bar, StrategyContext context)
    {
        var (high, low, close) = (bar.High.ToDouble(), bar.Low.ToDouble(), bar.Close.ToDouble());
        _fast.Update(close);
        _slow.Update(close);
        _atr.Update(high, low, close);
        if (_surge.Update(Activity(bar)) && _slow.IsReady && _fast.IsReady && _atr.IsReady && context.IsIdle)
            EnterOnRejection(high, low, close, context);
    }

    public IReadOnlyList<string> FigureNames => Figures;

    public void ReadFigures(Span<double> figures)
    {
        figures[0] = _fast.IsReady ? _fast.Value : double.NaN;
        figures[1] = _slow.IsReady ? _slow.Value : double.NaN;
        figures[2] = _atr.IsReady ? _atr.Value : double.NaN;
        figures[3] = !_surge.IsReady ? double.NaN : _surge.IsSurge ? 1 : 0;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("fast", _fast);
        archive.Item("slow", _slow);
        archive.Item("atr", _atr);
        archive.Item("surge", _surge);
    }

    private static string NoVolume(in Bar bar) => $"lss with surge_source=volume needs a volume in every bar; {bar.Time} has none";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Decimal64 Activity(in Bar bar)
    {
        if (!_usesVolume)
        {
            var change = bar.PercentChange;
            return new Decimal64(Math.Abs(change.Mantissa), change.Scale);
        }

        if (!bar.HasVolume)
            throw new StrategyDataException(NoVolume(bar));
        return bar.Volume;
    }

    // In double, as the reference results are: a close at exactly 0.7 of its range (0.35 / 0.50) may count as beyond
    // it. The same in exact arithmetic gives another trade log.
    private void EnterOnRejection(double high, double low, double close, StrategyContext context)
    {
        var range = high - low;
        if (range == 0)
            return;
        if ((close - low) / range > _rejection && _fast.Value > _slow.Value)
            Enter(Side.Buy, context);
        else if ((high - close) / range > _rejection && _fast.Value < _slow.Value)
            Enter(Side.Sell, context);
    }

    private void Enter(Side side, StrategyContext context)
    {
        var target = Precision.Round(_takeProfit * _atr.Value);
        var stop = Precision.Round(_stopLoss * _atr.Value);
        if (target > 0 && stop > 0)
            context.Enter(side, Bracket.FromFill(target, stop));
    }
}

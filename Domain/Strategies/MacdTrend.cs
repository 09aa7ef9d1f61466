using TradeBooks.Domain.Indicators;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Strategies;

/// <summary>
/// Long-only trend following on MACD: with s = (MACD − signal) / fast EMA, buys when flat and s is above the
/// threshold, closes when long and s is below minus the threshold (the MACDTrendAlgorithm of LEAN).
/// </summary>
/// <param name="fast">Bars of the fast EMA.</param>
/// <param name="slow">Bars of the slow EMA.</param>
/// <param name="signal">Bars of the signal's EMA.</param>
/// <param name="threshold">As a fraction of the fast EMA, 0 or more.</param>
public sealed class MacdTrend(int fast, int slow, int signal, double threshold) : IStrategy
{
    private static readonly string[] Figures = ["histogram", "fast"];

    private readonly Macd _macd = new(fast, slow, signal);

    /// <summary>How <c>macd-trend</c> is set up from settings; see docs/strategies.md.</summary>
    public static Func<string, IStrategy> Create(SettingsReader reader)
    {
        var fast = reader.WholeNumber("fast", 12, 1, 100_000, "bars of the fast average");
        var slow = reader.WholeNumber("slow", 26, 1, 100_000, "bars of the slow average");
        var signal = reader.WholeNumber("signal", 9, 1, 100_000, "macd-trend: bars of the signal average");
        var threshold = reader.Number(
            "threshold", 0.0025m, 0, 1, "macd-trend: (MACD − signal) / fast average that is a trend");
        if (slow <= fast)
            throw new SettingException($"setting slow: '{slow}' is not above fast, '{fast}'");
        return _ => new MacdTrend(fast, slow, signal, (double)threshold);
    }

    public void OnBar(in Bar bar, StrategyContext context)
    {
        _macd.Update(bar.Close.ToDouble());
        if (!_macd.IsReady)
            return;
        var strength = _macd.Histogram / _macd.FastEma;
        if (context.IsIdle && strength > threshold)
            context.Enter(Side.Buy);
        else if (context is { IsFlat: false, OpenOrders: 0 } && strength < -threshold)
            context.Close();
    }

    public IReadOnlyList<string> FigureNames => Figures;

    public void ReadFigures(Span<double> figures)
    {
        figures[0] = _macd.IsReady ? _macd.Histogram : double.NaN;
        figures[1] = _macd.IsReady ? _macd.FastEma : double.NaN;
    }

    public void Persist(StateArchive archive) => archive.Item("macd", _macd);
}

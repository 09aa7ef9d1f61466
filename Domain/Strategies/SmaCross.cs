using TradeBooks.Domain.Indicators;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Strategies;

/// <summary>
/// Crossing of two simple moving averages of the close. A cross is strict: below on the previous bar and above on this
/// one, or the reverse; compared exactly. Long-short: after the first cross always in the market, closes and reverses
/// at the next open. Long-only: buys on a cross up, closes on a cross down.
/// </summary>
public sealed class SmaCross : IStrategy
{
    private static readonly string[] Figures = ["spread"];

    private readonly ExactSmaSpread _spread;
    private readonly bool _isLongShort;
    private int _previous;

    /// <param name="fast">Bars of the fast average, 1 or more.</param>
    /// <param name="slow">Bars of the slow average, more than <paramref name="fast"/>.</param>
    /// <param name="isLongShort">Whether it sells short on a cross down.</param>
    public SmaCross(int fast, int slow, bool isLongShort)
    {
        _spread = new ExactSmaSpread(fast, slow);
        _isLongShort = isLongShort;
    }

    /// <summary>How <c>sma-cross</c> is set up from settings; see docs/strategies.md.</summary>
    public static Func<string, IStrategy> Create(SettingsReader reader)
    {
        var fast = reader.WholeNumber("fast", 10, 1, 100_000, "bars of the fast average");
        var slow = reader.WholeNumber("slow", 30, 1, 100_000, "bars of the slow average");
        if (slow <= fast)
            throw new SettingException($"setting slow: '{slow}' is not above fast, '{fast}'");
        var direction = reader.Choice("direction", "long-only", ["long-only", "long-short"], "sma-cross: which sides it trades");
        return _ => new SmaCross(fast, slow, direction == "long-short");
    }

    public void OnBar(in Bar bar, StrategyContext context)
    {
        _spread.Update(bar.Close);
        var sign = _spread.Sign;
        if (sign * _previous < 0)
            OnCross(sign > 0 ? Side.Buy : Side.Sell, context);
        _previous = sign;
    }

    public IReadOnlyList<string> FigureNames => Figures;

    public void ReadFigures(Span<double> figures) => figures[0] = _spread.IsReady ? _spread.Value : double.NaN;

    public void Persist(StateArchive archive)
    {
        archive.Item("spread", _spread);
        archive.Item("previous", ref _previous);
    }

    private void OnCross(Side side, StrategyContext context)
    {
        if (_isLongShort)
            context.Reverse(side);
        else if (side == Side.Sell)
            context.Close();
        else if (context.IsFlat)
            context.Enter(Side.Buy);
    }
}

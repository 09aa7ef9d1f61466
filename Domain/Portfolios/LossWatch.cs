using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Portfolios;

/// <summary>Follows equity slot by slot and halts entries when the day or the fall from the peak has lost too much.</summary>
internal sealed class LossWatch(RiskPolicy policy, decimal initialEquity) : IPersistent
{
    private decimal _peak = initialEquity;
    private decimal _dayStart = initialEquity;
    private decimal _last = initialEquity;
    private int _day = int.MinValue;
    private bool _isDayHalted;
    private bool _isDrawdownHalted;

    /// <summary>Whether the policy has a limit to watch.</summary>
    public bool IsNeeded => policy.MaxDailyLoss is not null || policy.MaxDrawdown is not null;

    public Refusal Halt =>
        _isDrawdownHalted ? Refusal.DrawdownHalt : _isDayHalted ? Refusal.MaxDailyLoss : Refusal.None;

    /// <summary>The equity at the end of a slot's marks.</summary>
    public void Follow(EventTime time, decimal equity)
    {
        if (time.IsKnown && time.Day != _day)
        {
            // The day starts with the equity that the day before left, so that an overnight gap counts.
            _dayStart = _last;
            _day = time.Day;
            _isDayHalted = false;
        }

        _last = equity;
        _peak = Math.Max(_peak, equity);
        _isDayHalted |= Exceeds(_dayStart - equity, policy.MaxDailyLoss, _dayStart);
        _isDrawdownHalted |= Exceeds(_peak - equity, policy.MaxDrawdown, _peak);
    }

    /// <summary>Trading was resumed by hand: the drawdown counts from this equity.</summary>
    public void Resume(decimal equity)
    {
        _isDrawdownHalted = false;
        _peak = equity;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("peakEquity", ref _peak);
        archive.Item("dayStartEquity", ref _dayStart);
        archive.Item("lastEquity", ref _last);
        archive.Item("day", ref _day);
        archive.Item("isDayHalted", ref _isDayHalted);
        archive.Item("isDrawdownHalted", ref _isDrawdownHalted);
    }

    private static bool Exceeds(decimal loss, decimal? limit, decimal basis) => limit is { } l && loss >= l * basis;
}

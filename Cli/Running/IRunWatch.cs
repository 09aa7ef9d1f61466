using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Cli.Running;

/// <summary>
/// Looks at a run between its slots and may act on it, always in the run's own thread. A run has none unless it is
/// served to others.
/// </summary>
internal interface IRunWatch
{
    /// <summary>Sees the fills and decisions as they are made.</summary>
    ILedger Watch(ILedger ledger);

    /// <summary>The engine stands where the run begins.</summary>
    void Begin(TradingSession session, Backtest backtest);

    /// <summary>The run is a replay whose pace may be changed; else it goes as its source does.</summary>
    void Control(ReplayPace pace);

    /// <summary>
    /// <see cref="Backtest.Advance"/>, slot by slot, with a look between them; ends before its time where the pace was
    /// changed.
    /// </summary>
    bool Advance(Backtest backtest, long events);

    /// <summary>A look while the run has nothing to do.</summary>
    void Attend();

    /// <summary>Waits, and looks meanwhile.</summary>
    /// <returns>False where it was stopped.</returns>
    bool Wait(TimeSpan time, CancellationToken stop);
}

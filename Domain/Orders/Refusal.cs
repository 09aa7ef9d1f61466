namespace TradeBooks.Domain.Orders;

/// <summary>Why the portfolio did not accept an order request.</summary>
public enum Refusal : byte
{
    None = 0,

    /// <summary>The size rule gives less than one lot.</summary>
    SizedToZero = 1,

    /// <summary>The position would be worth more than <c>max_position_notional</c> × equity.</summary>
    MaxPositionNotional = 2,

    /// <summary><c>max_open_positions</c> positions and working entries exist already.</summary>
    MaxOpenPositions = 3,

    /// <summary>The day has lost <c>max_daily_loss</c> of the equity that it began with.</summary>
    MaxDailyLoss = 4,

    /// <summary>Equity has been <c>max_drawdown</c> below its peak: only closing orders until trading is resumed.</summary>
    DrawdownHalt = 5,

    /// <summary>Trading was halted by hand: only closing orders until it is resumed.</summary>
    Halted = 6,

    /// <summary>There is no position to close.</summary>
    NothingToClose = 7,

    /// <summary>Risk sizing needs a stop loss to measure the risk.</summary>
    NoStopLoss = 8,

    /// <summary>The symbol has no price yet that the order could be sized by.</summary>
    NoPrice = 9,

    /// <summary>Entries of the symbol were paused by hand.</summary>
    Paused = 10,

    /// <summary>Entries of the strategy were paused by hand: only closing orders until it is resumed.</summary>
    StrategyPaused = 11,
}

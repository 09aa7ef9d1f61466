using Orleans.Concurrency;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces;

/// <summary>A portfolio: sizing, risk, cash, positions and the ledger. The key is the portfolio's.</summary>
[Alias("TradeBooks.IPortfolioGrain")]
public interface IPortfolioGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes what a symbol reports. Answers when all of it is durable; <see cref="SlotAnswer.Pending"/> where that takes
    /// longer than a few seconds. Repeating a report changes nothing and gives the first answer.
    /// </summary>
    [AlwaysInterleave, Alias("Submit")]
    Task<SlotAnswer> Submit([Immutable] SymbolReport report);

    /// <summary>
    /// From now on reports of the symbol's activations before this one are refused. Durable when it returns.
    /// </summary>
    /// <param name="symbolIndex">The symbol's place in ordinal order in this portfolio.</param>
    /// <param name="epoch">Number of the activation, above those before it.</param>
    /// <returns>Number of the last slot that the portfolio has heard of, whether decided or not.</returns>
    [AlwaysInterleave, Alias("Fence")]
    Task<long> Fence(int symbolIndex, long epoch);

    /// <summary>The portfolio after the last commit.</summary>
    [AlwaysInterleave, ReadOnly, Alias("GetView")]
    Task<PortfolioView> GetView();

    [AlwaysInterleave, ReadOnly, Alias("GetOrders")]
    Task<DeskPage<OrderView>> GetOrders(DeskPageRequest page);

    [AlwaysInterleave, ReadOnly, Alias("GetTrades")]
    Task<DeskPage<TradeView>> GetTrades(DeskPageRequest page);

    [AlwaysInterleave, ReadOnly, Alias("GetEquity")]
    Task<IReadOnlyList<EquityPoint>> GetEquity(EventTime from, EventTime to, int maxPoints);

    /// <summary>Rows of <c>order_book.csv</c>; the first part begins with the header.</summary>
    /// <param name="after">Row of the log after which to go on; 0 for the beginning.</param>
    [AlwaysInterleave, ReadOnly, Alias("GetTradeLog")]
    Task<TradeLogPart> GetTradeLog(long after);

    /// <summary>Refuses entries from the next slot on; durable when it returns.</summary>
    [AlwaysInterleave, Alias("Halt")]
    Task<RiskView> Halt();

    /// <summary>Accepts entries from the next slot on; durable when it returns.</summary>
    [AlwaysInterleave, Alias("Resume")]
    Task<RiskView> Resume();

    /// <summary>The strategies after the last commit.</summary>
    [AlwaysInterleave, ReadOnly, Alias("GetStrategies")]
    Task<StrategiesView> GetStrategies();

    /// <summary>Refuses a strategy's entries from the next slot on; durable when it returns.</summary>
    [AlwaysInterleave, Alias("PauseStrategy")]
    Task<StrategyView> PauseStrategy(string strategy);

    /// <summary>Accepts a strategy's entries from the next slot on; durable when it returns.</summary>
    [AlwaysInterleave, Alias("ResumeStrategy")]
    Task<StrategyView> ResumeStrategy(string strategy);

    /// <summary>The symbols that it trades, in ordinal order.</summary>
    [AlwaysInterleave, ReadOnly, Alias("GetSymbols")]
    Task<IReadOnlyList<string>> GetSymbols();

    /// <summary>Tells the observer of everything from now on; to be repeated every minute, or it is forgotten.</summary>
    [AlwaysInterleave, Alias("Subscribe")]
    Task Subscribe(IPortfolioObserver observer);

    [AlwaysInterleave, Alias("Unsubscribe")]
    Task Unsubscribe(IPortfolioObserver observer);
}

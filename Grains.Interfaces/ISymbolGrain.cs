using Orleans.Concurrency;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces;

/// <summary>
/// A symbol: its engine in every portfolio that trades it, fed by its streams. The key is the symbol.
/// </summary>
[Alias("TradeBooks.ISymbolGrain")]
public interface ISymbolGrain : IGrainWithStringKey
{
    /// <summary>The symbol after the last batch that is durable.</summary>
    [AlwaysInterleave, ReadOnly, Alias("GetView")]
    Task<SymbolView> GetView();

    /// <summary>
    /// The latest bars up to the last batch that is durable, as many as this activation has seen and keeps, with figures
    /// and working orders.
    /// </summary>
    /// <param name="after">Only bars later than this.</param>
    /// <param name="limit">Most bars, 1 or more.</param>
    [AlwaysInterleave, ReadOnly, Alias("GetChart")]
    Task<ChartView> GetChart(EventTime after, int limit);

    /// <summary>Refuses new entries of this symbol; exits, marks and indicators go on. Durable when it returns.</summary>
    [Alias("Pause")]
    Task Pause();

    /// <summary>Takes entries again.</summary>
    [Alias("Resume")]
    Task Resume();

    /// <summary>
    /// Cancels the portfolio's working entries and closes its position with the next event. Durable when it returns;
    /// calling it twice closes once.
    /// </summary>
    [Alias("ClosePositions")]
    Task ClosePositions(string portfolio);
}

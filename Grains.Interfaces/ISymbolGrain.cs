using Orleans.Concurrency;
using TradeBooks.Domain.Desk;

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

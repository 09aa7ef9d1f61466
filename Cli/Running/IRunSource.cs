using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Running;

/// <summary>What a backtest reads: the symbols' events from files, and how far they are.</summary>
internal interface IRunSource : IDisposable
{
    /// <summary>One feed per symbol, in ordinal order of the symbols.</summary>
    IReadOnlyList<ISymbolFeed> Feeds { get; }

    /// <summary>How much of the data is done, 0 … 1.</summary>
    double FractionAt(IReadOnlyList<SymbolEngine> engines);

    /// <summary>Where a restart goes on; the engine has processed an event.</summary>
    InputPosition PositionOf(SymbolEngine engine);

    /// <summary>Rows of a symbol that were left out, each once; none where nothing is ever left out.</summary>
    /// <param name="symbolIndex">The symbol's place in <see cref="Feeds"/>.</param>
    /// <param name="upTo">Only those before this position; null for all.</param>
    IReadOnlyList<RejectedRow> TakeRejectedRows(int symbolIndex, SourcePosition? upTo);
}

using TradeBooks.Domain.Books;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Cli.Running;

/// <summary>What <c>tradebooks replay</c> has come to.</summary>
/// <param name="Books">The books by symbol, as they were at the end.</param>
/// <param name="Bars">The bars that were made; null where none were wanted.</param>
/// <param name="BadFrames">Frames and lines that could not be read and were left out.</param>
/// <param name="FirstBadFrame">What was wrong with the first of them, with file and line.</param>
internal sealed record ReplayResult(
    IReadOnlyDictionary<string, SyncedBook> Books, TradeBars? Bars, long BadFrames, string? FirstBadFrame);

using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Csv;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Running;

/// <summary>Bar files, one for each symbol.</summary>
internal sealed class BarSource(CsvBarFeedSet files) : IRunSource
{
    /// <exception cref="FeedException">A file is missing, or its header is not that of bars.</exception>
    public static BarSource Open(
        string folder, IReadOnlyList<string> symbols, CsvBarFeedOptions options, IReadOnlyList<InputPosition> before) =>
        new(CsvBarFeedSet.Open(folder, symbols, options with
        {
            StartAfter = before.ToDictionary(
                input => input.Symbol,
                input => new CsvBarPosition(input.Position.Offset, input.Time, input.ByteOffset)),
        }));

    public IReadOnlyList<ISymbolFeed> Feeds => files.Feeds;

    // The mean over the files.
    public double FractionAt(IReadOnlyList<SymbolEngine> engines)
    {
        var sum = 0.0;
        for (var i = 0; i < engines.Count; i++)
            sum += files.Feeds[i].FractionAt(engines[i].Position.Offset);
        return sum / engines.Count;
    }

    public InputPosition PositionOf(SymbolEngine engine)
    {
        var feed = files.Feeds[engine.Index];
        var position = feed.PositionAt(engine.Position.Offset);
        return new InputPosition(
            engine.Symbol, feed.FileName, SourcePosition.Row(position.Line), engine.Time, position.ByteOffset);
    }

    public IReadOnlyList<RejectedRow> TakeRejectedRows(int symbolIndex, SourcePosition? upTo) =>
        files.Feeds[symbolIndex].TakeRejectedRows(upTo?.Offset);

    public void Dispose() => files.Dispose();
}

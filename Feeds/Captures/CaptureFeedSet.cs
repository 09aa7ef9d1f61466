namespace TradeBooks.Feeds.Captures;

/// <summary>
/// The events of several symbols from recorded frames. Each symbol reads the files for itself, so that memory is bounded
/// however long one of them is silent.
/// </summary>
public sealed class CaptureFeedSet : IDisposable
{
    private readonly CaptureContents _contents;

    private CaptureFeedSet(CaptureContents contents, IReadOnlyList<CaptureFeed> feeds)
    {
        _contents = contents;
        Feeds = feeds;
    }

    /// <summary>One feed per symbol, in ordinal order of the symbols.</summary>
    public IReadOnlyList<CaptureFeed> Feeds { get; }

    /// <summary>How much of the frames is done, 0 … 1, when the event of this number is the last one processed of any symbol.</summary>
    public double FractionAt(long number) => _contents.Events == 0 ? 1 : (double)number / _contents.Events;

    /// <summary>The symbols to read, as events name them.</summary>
    /// <param name="capture">The frames.</param>
    /// <param name="contents">What they hold.</param>
    /// <param name="symbols">Symbols as a user writes them; none for all that there are.</param>
    /// <exception cref="FeedException">There is no such symbol, one is given twice, or there is none at all.</exception>
    public static IReadOnlyList<string> Choose(CaptureFiles capture, CaptureContents contents, IReadOnlyList<string> symbols)
    {
        var file = capture.Files[0];
        if (contents.Symbols.Count == 0)
            throw new FeedException(file, "there are no depth events and no trades in the recorded frames");
        var parser = capture.Exchange.CreateParser();
        var chosen = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            var name = parser.NameOf(symbol);
            if (!contents.Symbols.Contains(name))
                throw new FeedException(file, $"the recorded frames have nothing of {symbol}; they have {string.Join(", ", contents.Symbols)}");
            if (!chosen.Add(name))
                throw new FeedException(file, $"symbol '{symbol}' is given twice");
        }

        return chosen.Count > 0 ? [.. chosen] : contents.Symbols;
    }

    /// <summary>Opens the files.</summary>
    /// <param name="capture">The frames.</param>
    /// <param name="contents">What they hold.</param>
    /// <param name="symbols">Symbols as events name them.</param>
    /// <param name="withQuotes">Whether best bids and asks that the exchange sent are events too.</param>
    /// <param name="startAfter">Per symbol the last event that was processed before an interruption; without an entry it starts at the top.</param>
    public static CaptureFeedSet Open(
        CaptureFiles capture, CaptureContents contents, IEnumerable<string> symbols, bool withQuotes,
        IReadOnlyDictionary<string, CapturePosition> startAfter) => new(
        contents,
        [
            .. symbols.Order(StringComparer.Ordinal).Select(symbol => new CaptureFeed(
                capture, symbol, withQuotes, startAfter.GetValueOrDefault(symbol))),
        ]);

    public void Dispose()
    {
        foreach (var feed in Feeds)
            feed.Dispose();
    }
}

using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Feeds.Captures;

/// <summary>What recorded frames hold.</summary>
/// <param name="Symbols">Symbols with depth or trades, in ordinal order.</param>
/// <param name="Events">Depth events, trades, quotes and frames that were left out, of all symbols.</param>
public sealed record CaptureContents(IReadOnlyList<string> Symbols, long Events)
{
    /// <summary>Lines and frames that were left out, in their order.</summary>
    public IReadOnlyList<RejectedRow> BadFrames { get; init; } = [];

    /// <summary>Reads the files once, to their end.</summary>
    /// <exception cref="FeedException">
    /// A file can't be read, or a line or frame is damaged and is not to be left out; the message names file, line and reason.
    /// </exception>
    public static CaptureContents Read(CaptureFiles capture)
    {
        var tally = new Tally();
        var parser = capture.Exchange.CreateParser();
        var badFrames = new List<RejectedRow>();
        foreach (var reader in CaptureReader.ReadAll(capture.Files, capture.Format, capture.SkipsBadFrames ? LeaveOut : null))
        {
            if (parser.TryRead(reader.Frame.Span, reader.ReceivedTime, tally, reader.Symbol) is not { } reason)
                continue;
            if (!capture.SkipsBadFrames)
                throw reader.Wrong(reason);
            LeaveOut(reader, reason);
        }

        return new CaptureContents([.. tally.Symbols], tally.Events + badFrames.Count) { BadFrames = badFrames };

        void LeaveOut(CaptureReader reader, string reason) => badFrames.Add(reader.Rejected(reason));
    }

    private sealed class Tally : IMarketSink
    {
        private string? _last;

        public SortedSet<string> Symbols { get; } = new(StringComparer.Ordinal);

        public long Events { get; private set; }

        public void OnDepth(string symbol, DepthBuffer depth) => Add(symbol);

        public void OnTrade(string symbol, in Trade trade, EventTime receivedTime) => Add(symbol);

        public void OnQuote(string symbol, in Quote quote, long updateId) => Events++;

        public void OnNotice(FrameNotice notice, string text)
        {
        }

        private void Add(string symbol)
        {
            Events++;
            if (ReferenceEquals(symbol, _last))
                return;
            _last = symbol;
            Symbols.Add(symbol);
        }
    }
}

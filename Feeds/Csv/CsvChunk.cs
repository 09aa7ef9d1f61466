using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Csv;

/// <summary>
/// A piece of a file, whole lines in the order in which they are served, and the bars in it. Its buffers are used
/// again for a later piece.
/// </summary>
internal sealed class CsvChunk
{
    /// <summary>Bytes after the text that the parser may look at.</summary>
    public const int Slack = 128;

    // About the bytes of a short canonical row: most pieces never need to grow.
    private const int UsualRowBytes = 44;

    public byte[] Text = [];

    public MarketEvent[] Events = [];

    /// <summary>Where the lines to parse begin in <see cref="Text"/>.</summary>
    public int Begin { get; set; }

    /// <summary>Where they end; the last byte is a line feed.</summary>
    public int End { get; set; }

    /// <summary>Number of the line at <see cref="Begin"/>.</summary>
    public long FirstLine { get; set; }

    /// <summary>Added for each line: 1, or −1 where the newest row comes first in the file.</summary>
    public int LineStep { get; set; } = 1;

    /// <summary>
    /// Where in the file the line at <see cref="Begin"/> starts (or ends, where <see cref="LineStep"/> is −1).
    /// </summary>
    public long Edge { get; set; }

    /// <summary>How much of the file had been read before the piece, 0 … 1.</summary>
    public double StartFraction { get; set; }

    /// <summary>And with it.</summary>
    public double EndFraction { get; set; }

    /// <summary>The bar before the piece, known only to the first piece after an interruption.</summary>
    public BarState Initial { get; set; } = BarState.None;

    /// <summary>Number of bars in <see cref="Events"/>.</summary>
    public int Count { get; set; }

    /// <summary>Where the row of the last bar begins in <see cref="Text"/>.</summary>
    public int LastRow { get; set; }

    /// <summary>Rows left out, in the order in which they would have been served.</summary>
    public List<RejectedRow> Rejected { get; } = [];

    /// <summary>Where the % change of the first bar was computed, and so depends on the bar before the piece.</summary>
    public bool IsFirstChangeComputed { get; set; }

    /// <summary>What stands in the way after the bars of this piece; nothing comes after it.</summary>
    public Exception? Error { get; set; }

    /// <summary>Whether there is no text to parse, because of the error.</summary>
    public bool IsFailed { get; set; }

    /// <summary>Whether the bars can be handed over; guarded by a lock on the piece.</summary>
    public bool IsReady { get; set; }

    public void Clear()
    {
        Begin = 0;
        End = 0;
        Edge = 0;
        Initial = BarState.None;
        IsReady = false;
        IsFailed = false;
        ClearResults();
    }

    public void ClearResults()
    {
        Count = 0;
        Rejected.Clear();
        IsFirstChangeComputed = false;
        Error = null;
    }

    /// <summary>Makes room for that much text, which is kept, and the slack.</summary>
    public void EnsureText(int length)
    {
        if (Text.Length >= length + Slack)
            return;
        var larger = GC.AllocateUninitializedArray<byte>(length + Slack);
        Text.AsSpan(0, End).CopyTo(larger);
        Text = larger;
    }

    public void EnsureEvents()
    {
        var usual = (End - Begin) / UsualRowBytes + 1;
        if (Events.Length < usual)
            Events = new MarketEvent[usual];
    }

    public void GrowEvents() => Array.Resize(ref Events, Events.Length * 2);
}

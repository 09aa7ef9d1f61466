using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Captures;
using TradeBooks.Storage;

namespace TradeBooks.Cli.Running;

/// <summary>Recorded frames of an exchange, of one symbol or many.</summary>
internal sealed class CaptureSource(CaptureFiles capture, CaptureContents contents, CaptureFeedSet feeds) : IRunSource
{
    private readonly string _name = string.Join(' ', capture.Files.Select(Path.GetFileName));

    public static CaptureSource Open(
        CaptureFiles capture, CaptureContents contents, IReadOnlyList<string> symbols, bool withQuotes,
        IReadOnlyList<InputPosition> before) =>
        new(capture, contents, CaptureFeedSet.Open(capture, contents, symbols, withQuotes, before.ToDictionary(
            input => input.Symbol, input => new CapturePosition(input.Position.Offset, input.Time))));

    public IReadOnlyList<ISymbolFeed> Feeds => feeds.Feeds;

    public double FractionAt(IReadOnlyList<SymbolEngine> engines)
    {
        var last = 0L;
        foreach (var engine in engines)
            last = Math.Max(last, engine.Position.Offset);
        return feeds.FractionAt(last);
    }

    public InputPosition PositionOf(SymbolEngine engine) => new(engine.Symbol, _name, engine.Position, engine.Time);

    // Known from the start, and of no one symbol: written once, at the end.
    public IReadOnlyList<RejectedRow> TakeRejectedRows(int symbolIndex, SourcePosition? upTo) =>
        symbolIndex == 0 && upTo is null ? contents.BadFrames : [];

    public void Dispose() => feeds.Dispose();
}

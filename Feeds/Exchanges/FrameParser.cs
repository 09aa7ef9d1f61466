using System.Text;
using System.Text.Json;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges;

/// <summary>
/// Turns the bytes of an exchange's frames into normalised events. A frame is read to its end before anything of it is
/// passed on, so that a damaged one leaves no trace. Allocates nothing for depth, trades and quotes of a symbol
/// that it has met. For one connection at a time.
/// </summary>
public abstract class FrameParser
{
    private const int LongestWords = 500;

    private protected DepthBuffer Depth { get; } = new();

    private protected SymbolNames Symbols { get; }

    private protected FrameParser(SymbolNames symbols) => Symbols = symbols;

    /// <summary>Reads one frame and passes on what it says.</summary>
    /// <param name="frame">The frame, UTF-8.</param>
    /// <param name="receivedTime">When it came in.</param>
    /// <param name="sink">Takes the events.</param>
    /// <param name="symbol">Whose data it is where the frame does not say: a snapshot over REST.</param>
    /// <returns>Null, or in one line why it cannot be read; nothing was passed on then.</returns>
    public string? TryRead(ReadOnlySpan<byte> frame, EventTime receivedTime, IMarketSink sink, string? symbol = null)
    {
        var json = new JsonCursor(frame);
        try
        {
            return Read(ref json, receivedTime, sink, symbol) ? null : json.Reason ?? "the frame is not complete";
        }
        catch (JsonException e)
        {
            return FormattableString.Invariant($"the frame is not JSON behind byte {json.Position}: {BarText.Quote(e.Message)}");
        }
    }

    /// <summary>The name that this parser gives to a symbol that the exchange writes so.</summary>
    public string NameOf(string symbol) => Symbols.Normalise(symbol);

    /// <summary>A refusing frame's own words, in one line.</summary>
    private protected static string WordsOf(in JsonCursor json)
    {
        var text = Encoding.UTF8.GetString(json.Text.Length > LongestWords ? json.Text[..LongestWords] : json.Text);
        return string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
    }

    /// <summary>Reads the name of a symbol.</summary>
    private protected bool ReadSymbol(ref JsonCursor json, out string? symbol)
    {
        symbol = null;
        if (!json.ReadText(out var text))
            return false;
        symbol = Symbols.Find(text);
        return symbol is not null || json.Fail($"'{BarText.Quote(text)}' is not a symbol");
    }

    /// <summary>Reads the levels of a side into <see cref="Depth"/>: <c>[["price","quantity"],…]</c>.</summary>
    private protected bool ReadLevels(ref JsonCursor json, bool isBid)
    {
        if (!json.Take((byte)'['))
            return false;
        var depth = Depth;
        var isFirst = true;
        while (true)
        {
            if (!json.NextItem(ref isFirst, out var isEnd))
                return false;
            if (isEnd)
                return true;
            if (!json.ReadLevel(out var level, out _))
                return false;
            if (isBid)
                depth.AddBid(level);
            else
                depth.AddAsk(level);
        }
    }

    /// <returns>False where it cannot be read, with the reason in <paramref name="json"/>.</returns>
    private protected abstract bool Read(ref JsonCursor json, EventTime receivedTime, IMarketSink sink, string? symbol);
}

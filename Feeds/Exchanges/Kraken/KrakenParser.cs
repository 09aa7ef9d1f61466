using System.Globalization;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Exchanges.Kraken;

/// <summary>
/// Frames of Kraken's WebSocket interface, version 1: <c>[channel, payload, …, "book-1000", "XBT/USD"]</c>, the channel
/// <c>trade</c>, and the objects that speak of the connection. The event time of a book frame is that of its latest level.
/// </summary>
/// <param name="depth">Levels of a side that were subscribed; a frame of another book channel is refused.</param>
public sealed class KrakenParser(int depth = KrakenSequencer.DefaultDepth) : FrameParser(new SymbolNames(isLowerCase: false))
{
    private readonly byte[] _bookChannel = [.. "book-"u8, .. FormatDepth(depth)];
    private readonly List<Trade> _trades = [];
    private EventTime _time;
    private bool _isSnapshot;
    private bool _isUpdate;
    private long? _checksum;

    private protected override bool Read(ref JsonCursor json, EventTime receivedTime, IMarketSink sink, string? symbol)
    {
        if (json.Peek() == '{')
            return ReadNews(ref json, sink);
        if (!TryFindChannel(json.Text, out var channel))
            return json.Fail("the frame is neither an object nor an array that ends with channel and symbol");
        if (channel.SequenceEqual(_bookChannel))
            return ReadBook(ref json, receivedTime, sink);
        if (channel.SequenceEqual("trade"u8))
            return ReadTrades(ref json, receivedTime, sink);
        if (channel.StartsWith("book"u8))
            return json.Fail($"the channel {BarText.Quote(channel)} is not {BarText.Quote(_bookChannel)}");
        if (!json.Skip() || !json.End())
            return false;
        sink.OnNotice(FrameNotice.Other, "");
        return true;
    }

    private bool ReadBook(ref JsonCursor json, EventTime receivedTime, IMarketSink sink)
    {
        Depth.Clear();
        _time = EventTime.MinValue;
        (_isSnapshot, _isUpdate, _checksum) = (false, false, null);
        if (!json.Take((byte)'[') || !json.Skip() || !json.Take((byte)','))
            return false;
        do
        {
            if (!ReadSides(ref json) || !json.Take((byte)','))
                return false;
        }
        while (json.Peek() == '{');
        if (!ReadTail(ref json, out var symbol))
            return false;
        if (_isSnapshot == _isUpdate)
            return json.Fail(_isUpdate ? "the frame is both a snapshot and an update" : "the frame has no levels");
        Depth.Header = new DepthHeader(
            _isSnapshot ? EventKind.DepthSnapshot : EventKind.DepthUpdate,
            _time.IsKnown ? _time : receivedTime, receivedTime, 0, 0, 0, _checksum);
        sink.OnDepth(symbol, Depth);
        return true;
    }

    private bool ReadSides(ref JsonCursor json)
    {
        if (!json.Take((byte)'{'))
            return false;
        var isFirst = true;
        while (true)
        {
            if (!json.NextMember(ref isFirst, out var name))
                return false;
            if (name.IsEmpty)
                return true;
            bool isRead;
            if (name.SequenceEqual("c"u8))
            {
                isRead = json.ReadIntegerText(out var checksum);
                _checksum = checksum;
            }
            else
            {
                var isAsk = name[0] == 'a';
                if (name is not ([(byte)'a' or (byte)'b'] or [(byte)'a' or (byte)'b', (byte)'s']))
                    return json.Fail($"'{BarText.Quote(name)}' is no side of a book");
                _isSnapshot |= name.Length == 2;
                _isUpdate |= name.Length == 1;
                isRead = ReadTimedLevels(ref json, isAsk);
            }

            if (!isRead)
                return false;
        }
    }

    // [["price","quantity","time"],…]
    private bool ReadTimedLevels(ref JsonCursor json, bool isAsk)
    {
        if (!json.Take((byte)'['))
            return false;
        var isFirst = true;
        while (true)
        {
            if (!json.NextItem(ref isFirst, out var isEnd))
                return false;
            if (isEnd)
                return true;
            if (!json.ReadLevel(out var level, out var stamp))
                return false;
            if (!TryReadTime(stamp, out var time))
                return json.Fail("a level has no time");
            if (time > _time)
                _time = time;
            if (isAsk)
                Depth.AddAsk(level);
            else
                Depth.AddBid(level);
        }
    }

    private bool ReadTrades(ref JsonCursor json, EventTime receivedTime, IMarketSink sink)
    {
        _trades.Clear();
        if (!json.Take((byte)'[') || !json.Skip() || !json.Take((byte)',') || !json.Take((byte)'['))
            return false;
        var isFirst = true;
        while (true)
        {
            if (!json.NextItem(ref isFirst, out var isEnd))
                return false;
            if (isEnd)
                break;
            if (!ReadTrade(ref json))
                return false;
        }

        if (!json.Take((byte)',') || !ReadTail(ref json, out var symbol))
            return false;
        foreach (var trade in _trades)
            sink.OnTrade(symbol, trade, receivedTime);
        return true;
    }

    private bool ReadTrade(ref JsonCursor json)
    {
        if (!json.Take((byte)'[') || !json.ReadDecimal(out var price) || !json.Take((byte)',') || !json.ReadDecimal(out var quantity)
            || !json.Take((byte)',') || !json.ReadText(out var stamp) || !json.Take((byte)',') || !json.ReadText(out var side))
        {
            return false;
        }

        if (!TryReadTime(stamp, out var time))
            return json.Fail("a trade has no time");
        if (side is not [(byte)'b' or (byte)'s'])
            return json.Fail("a trade's side is neither b nor s");
        if (price <= Decimal64.Zero || quantity <= Decimal64.Zero)
            return json.Fail("a trade has the price or the quantity 0");
        _trades.Add(new Trade(time, price, quantity, side[0] == 'b' ? Side.Buy : Side.Sell, 0));
        var isFirst = false;
        while (true)
        {
            if (!json.NextItem(ref isFirst, out var isEnd))
                return false;
            if (isEnd)
                return true;
            if (!json.Skip())
                return false;
        }
    }

    private bool ReadTail(ref JsonCursor json, out string symbol)
    {
        symbol = "";
        if (!json.ReadText(out _) || !json.Take((byte)',') || !json.ReadText(out var pair) || !json.Take((byte)']') || !json.End())
            return false;
        if (Symbols.Find(pair) is not { } name)
            return json.Fail($"'{BarText.Quote(pair)}' is not a symbol");
        symbol = name;
        return true;
    }

    private static bool ReadNews(ref JsonCursor json, IMarketSink sink)
    {
        json.Take((byte)'{');
        ReadOnlySpan<byte> kind = default, status = default;
        var isFirst = true;
        while (true)
        {
            if (!json.NextMember(ref isFirst, out var name))
                return false;
            if (name.IsEmpty)
                break;
            var isRead = name.SequenceEqual("event"u8) ? json.ReadText(out kind)
                : name.SequenceEqual("status"u8) ? json.ReadText(out status)
                : json.Skip();
            if (!isRead)
                return false;
        }

        if (!json.End())
            return false;
        if (kind.IsEmpty)
            return json.Fail("the frame names no event");
        var notice = kind.SequenceEqual("heartbeat"u8) || kind.SequenceEqual("pong"u8) ? FrameNotice.Heartbeat
            : kind.SequenceEqual("error"u8) || status.SequenceEqual("error"u8) ? FrameNotice.Refused
            : kind.SequenceEqual("subscriptionStatus"u8) ? FrameNotice.Confirmed
            : FrameNotice.Other;
        sink.OnNotice(notice, notice == FrameNotice.Refused ? WordsOf(json) : "");
        return true;
    }

    // Channel and symbol come last, but say how to read what comes before: …,"book-1000","XBT/USD"]
    private static bool TryFindChannel(ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> channel)
    {
        channel = default;
        for (var texts = 0; texts < 2; texts++)
        {
            var end = frame.LastIndexOf((byte)'"');
            var start = end < 0 ? -1 : frame[..end].LastIndexOf((byte)'"');
            if (start < 0)
                return false;
            channel = frame[(start + 1)..end];
            frame = frame[..start];
        }

        return true;
    }

    // Seconds since 1970 with up to six decimals.
    private static bool TryReadTime(ReadOnlySpan<byte> text, out EventTime time)
    {
        var length = DecimalText.Read(text, out var mantissa, out var scale);
        time = default;
        if (length == 0 || length != text.Length || scale > 6 || !new Decimal64(mantissa, scale).TryRescale(6, out var microseconds)
            || !StampText.IsInRange(microseconds))
        {
            return false;
        }

        time = new EventTime(microseconds);
        return true;
    }

    private static byte[] FormatDepth(int depth) =>
        System.Text.Encoding.ASCII.GetBytes(depth.ToString(CultureInfo.InvariantCulture));
}

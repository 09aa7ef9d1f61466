using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Exchanges.Coinbase;

/// <summary>
/// Frames of Coinbase's exchange feed: <c>snapshot</c> and <c>l2update</c> of the channel <c>level2</c>, <c>match</c>,
/// and those that speak of the connection. <c>last_match</c> is left out: it was before the subscription.
/// </summary>
public sealed class CoinbaseParser() : FrameParser(new SymbolNames(isLowerCase: false))
{
    private string? _symbol;
    private long _tradeId;
    private Decimal64 _price, _quantity;
    private EventTime _time;
    private Side _makerSide;
    private CoinbaseMember _seen;

    private protected override bool Read(ref JsonCursor json, EventTime receivedTime, IMarketSink sink, string? symbol)
    {
        Depth.Clear();
        (_seen, _symbol) = (CoinbaseMember.None, null);
        ReadOnlySpan<byte> type = default;
        if (!json.Take((byte)'{'))
            return false;
        var isFirst = true;
        while (true)
        {
            if (!json.NextMember(ref isFirst, out var name))
                return false;
            if (name.IsEmpty)
                break;
            if (!(name.SequenceEqual("type"u8) ? Take(ref json, CoinbaseMember.Type) && json.ReadText(out type) : ReadMember(ref json, name)))
                return false;
        }

        return json.End() && Pass(ref json, type, receivedTime, sink);
    }

    private bool ReadMember(ref JsonCursor json, scoped ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("product_id"u8))
            return Take(ref json, CoinbaseMember.Symbol) && ReadSymbol(ref json, out _symbol);
        if (name.SequenceEqual("changes"u8))
            return Take(ref json, CoinbaseMember.Changes) && ReadChanges(ref json);
        if (name.SequenceEqual("bids"u8))
            return Take(ref json, CoinbaseMember.Bids) && ReadLevels(ref json, isBid: true);
        if (name.SequenceEqual("asks"u8))
            return Take(ref json, CoinbaseMember.Asks) && ReadLevels(ref json, isBid: false);
        if (name.SequenceEqual("time"u8))
            return Take(ref json, CoinbaseMember.Time) && ReadTime(ref json);
        if (name.SequenceEqual("trade_id"u8))
            return Take(ref json, CoinbaseMember.TradeId) && json.ReadInteger(out _tradeId);
        if (name.SequenceEqual("price"u8))
            return Take(ref json, CoinbaseMember.Price) && json.ReadDecimal(out _price);
        if (name.SequenceEqual("size"u8))
            return Take(ref json, CoinbaseMember.Quantity) && json.ReadDecimal(out _quantity);
        if (name.SequenceEqual("side"u8))
            return Take(ref json, CoinbaseMember.Side) && ReadSide(ref json, out _makerSide);
        return json.Skip();
    }

    private bool Pass(ref JsonCursor json, ReadOnlySpan<byte> type, EventTime receivedTime, IMarketSink sink)
    {
        if (type.SequenceEqual("l2update"u8))
            return PassDepth(ref json, EventKind.DepthUpdate, CoinbaseMember.Changes, receivedTime, sink);
        if (type.SequenceEqual("snapshot"u8))
            return PassDepth(ref json, EventKind.DepthSnapshot, CoinbaseMember.Bids | CoinbaseMember.Asks, receivedTime, sink);
        if (type.SequenceEqual("match"u8))
            return PassTrade(ref json, receivedTime, sink);
        if (type.IsEmpty)
            return json.Fail("the frame has no type");
        var notice = type.SequenceEqual("heartbeat"u8) ? FrameNotice.Heartbeat
            : type.SequenceEqual("subscriptions"u8) ? FrameNotice.Confirmed
            : type.SequenceEqual("error"u8) ? FrameNotice.Refused
            : FrameNotice.Other;
        sink.OnNotice(notice, notice == FrameNotice.Refused ? WordsOf(json) : "");
        return true;
    }

    private bool PassDepth(
        ref JsonCursor json, EventKind kind, CoinbaseMember levels, EventTime receivedTime, IMarketSink sink)
    {
        if (!Require(ref json, CoinbaseMember.Symbol | levels))
            return false;
        const CoinbaseMember All = CoinbaseMember.Bids | CoinbaseMember.Asks | CoinbaseMember.Changes;
        if ((_seen & All & ~levels) != 0)
            return json.Fail("the frame is both a snapshot and an update");
        var time = (_seen & CoinbaseMember.Time) != 0 ? _time : receivedTime;
        Depth.Header = new DepthHeader(kind, time, receivedTime, 0, 0, 0, null);
        sink.OnDepth(_symbol!, Depth);
        return true;
    }

    private bool PassTrade(ref JsonCursor json, EventTime receivedTime, IMarketSink sink)
    {
        const CoinbaseMember Needed = CoinbaseMember.Symbol | CoinbaseMember.TradeId | CoinbaseMember.Price
            | CoinbaseMember.Quantity | CoinbaseMember.Side | CoinbaseMember.Time;
        if (!Require(ref json, Needed))
            return false;
        if (_price <= Decimal64.Zero || _quantity <= Decimal64.Zero)
            return json.Fail("a trade has the price or the quantity 0");
        sink.OnTrade(_symbol!, new Trade(_time, _price, _quantity, _makerSide.Opposite(), _tradeId), receivedTime);
        return true;
    }

    private bool ReadTime(ref JsonCursor json)
    {
        if (!json.ReadText(out var text))
            return false;
        if (StampText.TryParse(text, out var microseconds, out _) is not null)
            return json.Fail($"'{BarText.Quote(text)}' is not a time");
        _time = new EventTime(microseconds);
        return true;
    }

    // ["buy","price","quantity"]
    private bool ReadChanges(ref JsonCursor json)
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
            if (!json.Take((byte)'[') || !ReadSide(ref json, out var side) || !json.Take((byte)',') || !json.ReadDecimal(out var price)
                || !json.Take((byte)',') || !json.ReadDecimal(out var quantity) || !json.Take((byte)']'))
            {
                return false;
            }

            var level = new DepthLevel(price, quantity);
            if (side == Side.Buy)
                Depth.AddBid(level);
            else
                Depth.AddAsk(level);
        }
    }

    private static bool ReadSide(ref JsonCursor json, out Side side)
    {
        side = Side.Buy;
        if (!json.ReadText(out var text))
            return false;
        if (text.SequenceEqual("sell"u8))
            side = Side.Sell;
        return side == Side.Sell || text.SequenceEqual("buy"u8) || json.Fail("a side is neither buy nor sell");
    }

    private bool Take(ref JsonCursor json, CoinbaseMember member)
    {
        if ((_seen & member) != 0)
            return json.Fail($"the member for {member} is given twice");
        _seen |= member;
        return true;
    }

    private bool Require(ref JsonCursor json, CoinbaseMember needed) =>
        (_seen & needed) == needed || json.Fail($"the frame has no member for {needed & ~_seen}");
}

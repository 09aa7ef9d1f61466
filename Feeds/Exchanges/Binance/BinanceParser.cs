using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges.Binance;

/// <summary>
/// Frames of Binance spot and futures, bare or in a combined stream (<c>{"stream":…,"data":…}</c>): <c>depthUpdate</c>,
/// <c>bookTicker</c>, <c>trade</c>, <c>aggTrade</c>, and the depth snapshot of the REST interface, whose symbol has to be
/// given. Symbols are in lower case, as in the names of streams.
/// </summary>
/// <param name="isFutures">Whether updates carry the id of the one before them (<c>pu</c>).</param>
public sealed class BinanceParser(bool isFutures) : FrameParser(new SymbolNames(isLowerCase: true))
{
    private readonly BinanceMembers _members = new();

    private protected override bool Read(ref JsonCursor json, EventTime receivedTime, IMarketSink sink, string? symbol)
    {
        _members.Clear();
        Depth.Clear();
        return ReadObject(ref json, isData: false) && json.End() && Pass(ref json, receivedTime, sink, symbol);
    }

    private bool ReadObject(ref JsonCursor json, bool isData)
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
            var isRead = !isData && name.SequenceEqual("data"u8) && json.Peek() == '{'
                ? ReadObject(ref json, isData: true)
                : ReadMember(ref json, name);
            if (!isRead)
                return false;
        }
    }

    private bool ReadMember(ref JsonCursor json, scoped ReadOnlySpan<byte> name)
    {
        var members = _members;
        if (members.IsUnused)
            return json.Skip();
        return name switch
        {
            [(byte)'e'] => members.Take(ref json, BinanceMember.Kind) && members.ReadKind(ref json),
            [(byte)'E'] => members.Take(ref json, BinanceMember.Time) && json.ReadMilliseconds(out members.Time),
            [(byte)'s'] => members.Take(ref json, BinanceMember.Symbol) && ReadSymbol(ref json, out members.Symbol),
            [(byte)'U'] => members.Take(ref json, BinanceMember.FirstId) && json.ReadInteger(out members.FirstId),
            [(byte)'u'] => members.Take(ref json, BinanceMember.LastId) && json.ReadInteger(out members.LastId),
            [(byte)'p', (byte)'u'] => members.Take(ref json, BinanceMember.PreviousId) && json.ReadInteger(out members.PreviousId),
            [(byte)'b'] or [(byte)'b', (byte)'i', (byte)'d', (byte)'s'] => ReadSide(ref json, isBid: true),
            [(byte)'a'] or [(byte)'a', (byte)'s', (byte)'k', (byte)'s'] => ReadSide(ref json, isBid: false),
            [(byte)'B'] => members.Take(ref json, BinanceMember.BidQuantity) && json.ReadDecimal(out members.BidQuantity),
            [(byte)'A'] => members.Take(ref json, BinanceMember.AskQuantity) && json.ReadDecimal(out members.AskQuantity),
            [(byte)'T'] => members.Take(ref json, BinanceMember.TradeTime) && json.ReadMilliseconds(out members.TradeTime),
            [(byte)'t'] => members.Take(ref json, BinanceMember.Id) && json.ReadInteger(out members.Id),
            [(byte)'p'] => members.Take(ref json, BinanceMember.Price) && json.ReadDecimal(out members.Price),
            [(byte)'q'] => members.Take(ref json, BinanceMember.Quantity) && json.ReadDecimal(out members.Quantity),
            [(byte)'m'] => members.Take(ref json, BinanceMember.IsBuyerMaker) && members.ReadIsBuyerMaker(ref json),
            [(byte)'X'] => members.Take(ref json, BinanceMember.Cause) && members.ReadCause(ref json),
            _ => ReadLongMember(ref json, name),
        };
    }

    private bool ReadLongMember(ref JsonCursor json, scoped ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("lastUpdateId"u8))
            return _members.Take(ref json, BinanceMember.SnapshotId) && json.ReadInteger(out _members.LastId);
        if (name.SequenceEqual("result"u8))
            return _members.Take(ref json, BinanceMember.Result) && json.Skip();
        if (name.SequenceEqual("error"u8) || name.SequenceEqual("code"u8))
            return _members.Take(ref json, BinanceMember.Error) && json.Skip();
        return json.Skip();
    }

    // Levels of an update or a snapshot, the price of a bookTicker, or the number of an aggTrade.
    private bool ReadSide(ref JsonCursor json, bool isBid)
    {
        switch (json.Peek())
        {
            case (byte)'[':
                return _members.Take(ref json, isBid ? BinanceMember.Bids : BinanceMember.Asks) && ReadLevels(ref json, isBid);
            case (byte)'"' when isBid:
                return _members.Take(ref json, BinanceMember.BidPrice) && json.ReadDecimal(out _members.BidPrice);
            case (byte)'"':
                return _members.Take(ref json, BinanceMember.AskPrice) && json.ReadDecimal(out _members.AskPrice);
            default:
                // A trade's own number goes before the seller's order, which frames had here until 2024.
                return isBid
                    ? json.Skip()
                    : _members.Take(ref json, BinanceMember.AggregateId) && json.ReadInteger(out _members.AggregateId);
        }
    }

    private bool Pass(ref JsonCursor json, EventTime receivedTime, IMarketSink sink, string? symbol)
    {
        if (_members.Has(BinanceMember.SnapshotId) && _members.Event != BinanceEvent.None)
            return json.Fail("the frame is both a snapshot and an event");
        if (_members.Has(BinanceMember.SnapshotId))
            return PassSnapshot(ref json, receivedTime, sink, symbol);
        switch (_members.Event)
        {
            case BinanceEvent.Depth:
                return PassUpdate(ref json, receivedTime, sink);
            case BinanceEvent.Trade:
                return PassTrade(ref json, receivedTime, sink);
            case BinanceEvent.Quote:
            case BinanceEvent.None when _members.Has(BinanceMember.BidPrice):
                return PassQuote(ref json, receivedTime, sink);
            case BinanceEvent.Other:
                sink.OnNotice(FrameNotice.Other, "");
                return true;
            default:
                return PassAnswer(ref json, sink);
        }
    }

    private bool PassSnapshot(ref JsonCursor json, EventTime receivedTime, IMarketSink sink, string? symbol)
    {
        if (!_members.Require(ref json, BinanceMember.Bids | BinanceMember.Asks, "snapshot"))
            return false;
        symbol = _members.Symbol ?? (symbol is null ? null : NameOf(symbol));
        if (symbol is null)
            return json.Fail("the snapshot names no symbol");
        Depth.Header = new DepthHeader(
            EventKind.DepthSnapshot, TimeOr(receivedTime), receivedTime, 0, _members.LastId, 0, null);
        sink.OnDepth(symbol, Depth);
        return true;
    }

    private bool PassUpdate(ref JsonCursor json, EventTime receivedTime, IMarketSink sink)
    {
        const BinanceMember Needed = BinanceMember.Time | BinanceMember.Symbol | BinanceMember.FirstId | BinanceMember.LastId
            | BinanceMember.Bids | BinanceMember.Asks;
        if (!_members.Require(ref json, isFutures ? Needed | BinanceMember.PreviousId : Needed, "depthUpdate"))
            return false;
        Depth.Header = new DepthHeader(
            EventKind.DepthUpdate, TimeOr(receivedTime), receivedTime,
            _members.FirstId, _members.LastId, _members.PreviousId, null);
        sink.OnDepth(_members.Symbol!, Depth);
        return true;
    }

    private bool PassTrade(ref JsonCursor json, EventTime receivedTime, IMarketSink sink)
    {
        var number = _members.Has(BinanceMember.AggregateId) && !_members.Has(BinanceMember.Id)
            ? (Member: BinanceMember.AggregateId, Value: _members.AggregateId)
            : (Member: BinanceMember.Id, Value: _members.Id);
        const BinanceMember Needed = BinanceMember.Symbol | BinanceMember.Price | BinanceMember.Quantity
            | BinanceMember.TradeTime | BinanceMember.IsBuyerMaker;
        if (!_members.Require(ref json, Needed | number.Member, "trade"))
            return false;

        // Futures also report what the insurance fund and the deleveraging do, partly without a price; none is a market trade.
        if (!_members.IsMarketTrade)
        {
            sink.OnNotice(FrameNotice.Other, "");
            return true;
        }

        if (_members.Price <= Decimal64.Zero || _members.Quantity <= Decimal64.Zero)
            return json.Fail("a trade has the price or the quantity 0");
        var side = _members.IsBuyerMaker ? Side.Sell : Side.Buy;
        sink.OnTrade(
            _members.Symbol!,
            new Trade(_members.TradeTime, _members.Price, _members.Quantity, side, number.Value),
            receivedTime);
        return true;
    }

    private bool PassQuote(ref JsonCursor json, EventTime receivedTime, IMarketSink sink)
    {
        const BinanceMember Needed = BinanceMember.Symbol | BinanceMember.LastId | BinanceMember.BidPrice
            | BinanceMember.BidQuantity | BinanceMember.AskPrice | BinanceMember.AskQuantity;
        if (!_members.Require(ref json, Needed, "bookTicker"))
            return false;
        var quote = new Quote(
            TimeOr(receivedTime), _members.BidPrice, _members.BidQuantity, _members.AskPrice, _members.AskQuantity);
        sink.OnQuote(_members.Symbol!, quote, _members.LastId);
        return true;
    }

    private bool PassAnswer(ref JsonCursor json, IMarketSink sink)
    {
        if (_members.Has(BinanceMember.Error))
            sink.OnNotice(FrameNotice.Refused, WordsOf(json));
        else if (_members.Has(BinanceMember.Result))
            sink.OnNotice(FrameNotice.Confirmed, "");
        else
            return json.Fail("the frame is neither market data nor an answer");
        return true;
    }

    private EventTime TimeOr(EventTime receivedTime) =>
        _members.Has(BinanceMember.Time) ? _members.Time : receivedTime;
}

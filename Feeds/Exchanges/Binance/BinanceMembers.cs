using System.Numerics;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Exchanges.Binance;

/// <summary>What the members of one frame say, but for its levels.</summary>
internal sealed class BinanceMembers
{
    public long FirstId, LastId, PreviousId, Id, AggregateId;
    public EventTime Time, TradeTime;
    public Decimal64 BidPrice, BidQuantity, AskPrice, AskQuantity, Price, Quantity;
    public string? Symbol;
    private BinanceMember _seen;

    public BinanceEvent Event { get; private set; }

    public bool IsBuyerMaker { get; private set; }

    public bool IsMarketTrade { get; private set; }

    /// <summary>Whether the frame is known to be of no use, so that its further members may be of any type.</summary>
    public bool IsUnused => Event == BinanceEvent.Other;

    public void Clear()
    {
        _seen = BinanceMember.None;
        Event = BinanceEvent.None;
        Symbol = null;
        IsMarketTrade = true;
        PreviousId = 0;
    }

    public bool Has(BinanceMember members) => (_seen & members) == members;

    /// <summary>Notes that a member is there; it may be there once.</summary>
    public bool Take(ref JsonCursor json, BinanceMember member)
    {
        if ((_seen & member) != 0)
            return json.Fail($"{NameOf(member)} is given twice");
        _seen |= member;
        return true;
    }

    public bool Require(ref JsonCursor json, BinanceMember needed, string name)
    {
        var missing = needed & ~_seen;
        if (missing == BinanceMember.None)
            return true;
        var first = (BinanceMember)(1 << BitOperations.TrailingZeroCount((int)missing));
        return json.Fail($"the {name} has no {NameOf(first)}");
    }

    public bool ReadKind(ref JsonCursor json)
    {
        if (!json.ReadText(out var text))
            return false;
        if (text.SequenceEqual("depthUpdate"u8))
            Event = BinanceEvent.Depth;
        else if (text.SequenceEqual("trade"u8) || text.SequenceEqual("aggTrade"u8))
            Event = BinanceEvent.Trade;
        else if (text.SequenceEqual("bookTicker"u8))
            Event = BinanceEvent.Quote;
        else
            Event = BinanceEvent.Other;
        return true;
    }

    public bool ReadIsBuyerMaker(ref JsonCursor json)
    {
        IsBuyerMaker = json.Peek() == 't';
        return json.Peek() is (byte)'t' or (byte)'f' ? json.Skip() : json.Fail("true or false is expected");
    }

    public bool ReadCause(ref JsonCursor json)
    {
        if (!json.ReadText(out var text))
            return false;
        IsMarketTrade = text.SequenceEqual("MARKET"u8);
        return true;
    }

    private static string NameOf(BinanceMember member) => member switch
    {
        BinanceMember.Kind => "e",
        BinanceMember.Time => "E",
        BinanceMember.Symbol => "s",
        BinanceMember.FirstId => "U",
        BinanceMember.LastId => "u",
        BinanceMember.PreviousId => "pu",
        BinanceMember.Bids or BinanceMember.BidPrice => "b",
        BinanceMember.Asks or BinanceMember.AskPrice or BinanceMember.AggregateId => "a",
        BinanceMember.BidQuantity => "B",
        BinanceMember.AskQuantity => "A",
        BinanceMember.TradeTime => "T",
        BinanceMember.Id => "t",
        BinanceMember.Price => "p",
        BinanceMember.Quantity => "q",
        BinanceMember.IsBuyerMaker => "m",
        BinanceMember.Cause => "X",
        BinanceMember.SnapshotId => "lastUpdateId",
        BinanceMember.Result => "result",
        _ => "error",
    };
}

using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Tests.Books;

/// <summary>
/// A small exchange that sends depth events by the rules of one, and a connection that loses, doubles and damages some
/// of them.
/// </summary>
internal sealed class ExchangeTape(BookRules rules, Random random)
{
    private static readonly string[] Units = ["0.01", "0.50", "0.00000001"];

    private readonly NaiveOrderBook _book = new();
    private readonly decimal _tick = decimal.Parse(Units[random.Next(Units.Length)], System.Globalization.CultureInfo.InvariantCulture);
    private readonly int _quantityDecimals = random.Next(9);
    private readonly bool _cutsZeros = random.Next(3) == 0;
    private long _id = 100;
    private long _time = 1_700_000_000_000_000;
    private int _middle = 5_000;

    /// <summary>What comes next: an event, or null for a frame that was lost on the way.</summary>
    public DepthEvent? Next(bool needsSnapshot)
    {
        _time += random.Next(3) * 1_000;
        var fate = random.Next(40);
        if (needsSnapshot && random.Next(4) == 0)
            return Snapshot();
        var update = Update();
        return fate switch
        {
            0 => null,
            1 => Next(needsSnapshot),
            2 => Copy(update, update.FirstUpdateId, update.LastUpdateId, update.PreviousUpdateId, update.Checksum ^ 1),
            3 => Copy(update, update.FirstUpdateId - 3, update.LastUpdateId - 3, update.PreviousUpdateId - 3, update.Checksum),
            4 => Snapshot(),
            _ => update,
        };
    }

    private DepthEvent Copy(DepthEvent update, long first, long last, long previous, long? checksum) => new(
        update.Kind, update.Time, update.ReceivedTime, first, last, previous, update.Bids, update.Asks, checksum);

    private DepthEvent Snapshot() => new(
        EventKind.DepthSnapshot, new EventTime(_time), new EventTime(_time + 5), 0, rules == BookRules.Kraken ? 0 : _id, 0,
        _book.Levels(BookSide.Bid), _book.Levels(BookSide.Ask), null);

    private DepthEvent Update()
    {
        _middle += random.Next(-2, 3);
        var (bids, asks) = (Side(BookSide.Bid), Side(BookSide.Ask));
        _book.Apply(BookSide.Bid, bids);
        _book.Apply(BookSide.Ask, asks);
        var previous = _id;
        _id += random.Next(1, 4);
        var isNumbered = rules is not (BookRules.Kraken or BookRules.Coinbase);
        return new DepthEvent(
            EventKind.DepthUpdate, new EventTime(_time), new EventTime(_time + random.Next(9)),
            isNumbered ? previous + 1 : 0, isNumbered ? _id : 0, rules is BookRules.BinanceUsdm or BookRules.BinanceCoinm ? previous : 0,
            bids, asks, rules == BookRules.Kraken ? KrakenChecksum.Compute(_book) : null);
    }

    // What would cross is taken out with the change that would cross it.
    private DepthLevel[] Side(BookSide side)
    {
        var levels = new List<DepthLevel>();
        foreach (var level in _book.Levels(side))
        {
            var ticks = (int)(level.Price / _tick);
            if (side == BookSide.Bid ? ticks >= _middle : ticks <= _middle)
                levels.Add(new DepthLevel(level.Price, new Decimal64(0, (byte)_quantityDecimals)));
        }

        var held = _book.Levels(side).Select(level => level.Price).ToHashSet();
        for (var i = random.Next(4); i > 0; i--)
        {
            var away = random.Next(10) == 0 ? random.Next(1, 4_000) : random.Next(1, 30);
            var price = Price(side == BookSide.Bid ? _middle - away : _middle + away);
            var removes = held.Contains(price) && random.Next(3) == 0;
            var quantity = removes ? 0 : random.Next(1, 100_000);
            if (levels.TrueForAll(level => level.Price != price))
                levels.Add(new DepthLevel(price, new Decimal64(quantity, (byte)_quantityDecimals)));
        }

        return [.. levels];
    }

    private Decimal64 Price(int ticks)
    {
        var price = ticks * _tick;
        return _cutsZeros ? Decimal64.FromDecimal(price) : new Decimal64((long)(price * 100_000_000m), 8);
    }
}

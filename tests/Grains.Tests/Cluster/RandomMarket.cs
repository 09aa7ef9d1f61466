using System.Buffers;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Tests.Books;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Silo.Feeding;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>
/// What an exchange sends of one symbol: depth events, some of them lost, doubled or damaged, and trades. As records of two
/// topics, and as the events that they are.
/// </summary>
internal sealed class RandomMarket
{
    private readonly List<DepthEvent?> _depth = [];
    private readonly List<Trade> _trades = [];
    private readonly Exchange _exchange;

    public RandomMarket(string symbol, BookRules rules, int seed, int count)
    {
        (Symbol, _exchange) = (symbol, Exchange.Find(rules.ToName())!);
        var random = new Random(seed);
        var tape = new ExchangeTape(rules, random);
        var book = new SyncedBook(new NaiveOrderBook(), rules.CreateSequencer());
        while (_depth.Count < count)
        {
            var e = tape.Next(book.NeedsSnapshot);
            // What comes before the first event that can be read is nobody's loss.
            if (e is null && _depth.Count == 0)
                continue;
            _depth.Add(e);
            if (e is null)
            {
                book.LoseFrame();
                continue;
            }

            book.Apply(e);
            if (book.IsInSync && book.Book.BestAsk is { } ask && random.Next(3) == 0)
                _trades.Add(new Trade(new EventTime(e.Time.Microseconds + random.Next(500)), ask.Price, new Decimal64(1 + random.Next(500), 2), Side.Buy, _trades.Count + 1));
        }
    }

    public string Symbol { get; }

    public int DepthCount => _depth.Count;

    public int TradeCount => _trades.Count;

    /// <summary>Records that can't be read.</summary>
    public int Lost => _depth.Count(e => e is null);

    /// <summary>How a silo reads the two topics, where <paramref name="hasTrades"/> or only the one.</summary>
    public static ExchangeTopics Topics(BookRules rules, IEnumerable<string> symbols, bool hasTrades) => new()
    {
        Exchange = Exchange.Find(rules.ToName())!,
        Map = new PartitionMap("map", symbols.Select(symbol => KeyValuePair.Create(symbol, 0))),
        Partitions = 1,
        HasDepth = true,
        HasTrades = hasTrades,
        HasBars = false,
    };

    /// <summary>The records of the depth events, and the end of the data.</summary>
    public SymbolLog DepthLog() => new(
        Symbol, [.. _depth.Select(e => e is null ? "{\"exchange\":"u8.ToArray() : Bytes(new DepthMessage(_exchange.Id, Symbol, e).WriteTo)), SymbolLog.End],
        _exchange.Id + MarketPublisher.DepthSuffix, StreamNames.Depth);

    /// <summary>The records of the trades, and the end of the data.</summary>
    public SymbolLog TradeLog() => new(
        Symbol, [.. _trades.Select(trade => Bytes(new TradeMessage(_exchange.Id, Symbol, trade, trade.Time).WriteTo)), SymbolLog.End],
        _exchange.Id + MarketPublisher.TradeSuffix, StreamNames.Trades);

    /// <summary>The depth events alone.</summary>
    public IReadOnlyList<MarketEvent> DepthEvents() => Events(Enumerable.Range(0, _depth.Count).Select(i => (false, i)));

    /// <summary>Events of both topics in an order.</summary>
    /// <param name="order">Whether a trade, and its place in its topic.</param>
    public IReadOnlyList<MarketEvent> Events(IEnumerable<(bool IsTrade, int Index)> order)
    {
        var events = new List<MarketEvent>();
        var last = EventTime.MinValue;
        foreach (var (isTrade, index) in order)
        {
            var position = new SourcePosition(isTrade ? ExchangeTopics.MostPartitions : 0, index);
            var e = isTrade ? new MarketEvent(_trades[index], position)
                : _depth[index] is { } depth ? new MarketEvent(depth, position)
                : MarketEvent.DepthLost(last, position);
            events.Add(e.After(last));
            last = events[^1].Time;
        }

        return events;
    }

    /// <summary>What a message writes.</summary>
    public static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}

using System.Globalization;
using System.Text;

namespace TradeBooks.Tests.Markets;

/// <summary>
/// The exchange's own book of one symbol, moved at random, and its frames. Of either side at most eight levels, so that
/// Kraken's checksum covers all of them. Remembers the hashes of its last states.
/// </summary>
internal sealed class MarketBook
{
    private const int MostLevels = 8;
    private const int StatesKept = 1 << 14;
    private const int SnapshotAge = 40;

    private readonly MarketFormat _format;
    private readonly Random _random;
    private readonly SortedDictionary<long, long> _bids = [];
    private readonly SortedDictionary<long, long> _asks = [];
    private readonly Queue<ulong> _states = new(StatesKept);
    private readonly HashSet<ulong> _known = [];
    private readonly Queue<string> _snapshots = [];
    private readonly List<(bool IsBid, long Price, long Quantity)> _changes = [];
    private readonly HashSet<(bool IsBid, long Price)> _before = [];
    private long _mid = 10_000;
    private long _previousId;
    private long _trades;

    public MarketBook(MarketFormat format, string symbol, int seed)
    {
        _format = format;
        Symbol = symbol;
        _random = new Random(seed);
        for (var i = 1; i <= 5; i++)
        {
            _bids[_mid - i] = 1000 * i;
            _asks[_mid + i] = 1000 * i;
        }

        LastId = 1000;
        Remember();
    }

    /// <summary>As the exchange writes it.</summary>
    public string Symbol { get; }

    public long LastId { get; private set; }

    /// <summary>How far the exchange's clock is from the right one.</summary>
    public TimeSpan Skew { get; set; }

    public bool IsKnownState(ulong hash) => _known.Contains(hash);

    /// <summary>The hash of a book, of its levels from the best on; the texts are those of the frames.</summary>
    public static ulong Hash(IEnumerable<(string Price, string Quantity)> bids, IEnumerable<(string Price, string Quantity)> asks)
    {
        var hash = 14695981039346656037UL;
        foreach (var (price, quantity) in bids.Append(("|", "|")).Concat(asks))
        {
            foreach (var c in $"{price} {quantity};")
                hash = (hash ^ c) * 1099511628211UL;
        }

        return hash;
    }

    /// <summary>The hash of the book as it is now.</summary>
    public ulong State() => Hash(
        _bids.Reverse().Select(level => (Price(level.Key), Quantity(level.Value))),
        _asks.Select(level => (Price(level.Key), Quantity(level.Value))));

    /// <summary>Changes the book.</summary>
    /// <returns>The frame that says so.</returns>
    public string Move()
    {
        _changes.Clear();
        _before.Clear();
        _before.UnionWith(_bids.Keys.Select(price => (true, price)));
        _before.UnionWith(_asks.Keys.Select(price => (false, price)));
        _mid += _random.Next(-1, 2);
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var isBid = _random.Next(2) == 0;
            Change(isBid, isBid ? _mid - _random.Next(1, 12) : _mid + _random.Next(1, 12), _random.Next(4) == 0 ? 0 : _random.Next(1, 9_999_999));
        }

        // What the mid has gone over was traded away; what is too many is taken back, from the worst on.
        foreach (var price in _bids.Keys.Where(price => price >= _mid).ToList())
            Change(true, price, 0);
        foreach (var price in _asks.Keys.Where(price => price <= _mid).ToList())
            Change(false, price, 0);
        while (_bids.Count > MostLevels)
            Change(true, _bids.First().Key, 0);
        while (_asks.Count > MostLevels)
            Change(false, _asks.Last().Key, 0);
        if (_bids.Count == 0)
            Change(true, _mid - 1, 1);
        if (_asks.Count == 0)
            Change(false, _mid + 1, 1);
        if (_changes.Count == 0)
            Change(true, _mid - 1, _random.Next(1, 9_999_999));
        var first = LastId + 1;
        _previousId = LastId;

        // The ids of futures are the market's: those of other symbols lie in between.
        var start = _format == MarketFormat.BinanceFutures ? first + _random.Next(5) : first;
        LastId = start + _changes.Count - 1;
        Remember();
        return Update(start);
    }

    public string Trade()
    {
        var price = Price(_mid);
        var time = Now();
        _trades++;
        return _format switch
        {
            MarketFormat.Kraken => $$"""[1,[["{{price}}","0.100","{{Seconds(time)}}","b","l",""]],"trade","{{Symbol}}"]""",
            MarketFormat.Coinbase => $$"""{"type":"match","trade_id":{{Text(_trades)}},"side":"sell","size":"0.100","price":"{{price}}","product_id":"{{Symbol}}","sequence":1,"time":"{{Iso(time)}}"}""",
            _ => Stream("trade", $$"""{"e":"trade","E":{{Text(Milliseconds(time))}},"s":"{{Symbol}}","t":{{Text(_trades)}},"p":"{{price}}","q":"0.100","X":"MARKET","T":{{Text(Milliseconds(time))}},"m":false}"""),
        };
    }

    /// <summary>The whole book as it is now.</summary>
    public string Snapshot()
    {
        var time = Now();
        switch (_format)
        {
            case MarketFormat.Kraken:
                return $$"""[1,{"as":[{{Levels(_asks, ",\"" + Seconds(time) + "\"")}}],"bs":[{{Levels(_bids.Reverse(), ",\"" + Seconds(time) + "\"")}}]},"book-1000","{{Symbol}}"]""";
            case MarketFormat.Coinbase:
                return $$"""{"type":"snapshot","product_id":"{{Symbol}}","asks":[{{Levels(_asks, "")}}],"bids":[{{Levels(_bids.Reverse(), "")}}]}""";
            default:
                var times = _format == MarketFormat.BinanceFutures ? $"\"E\":{Text(Milliseconds(time))},\"T\":{Text(Milliseconds(time))}," : "";
                return $$"""{"lastUpdateId":{{Text(LastId)}},{{times}}"bids":[{{Levels(_bids.Reverse(), "")}}],"asks":[{{Levels(_asks, "")}}]}""";
        }
    }

    /// <summary>The whole book as it was some changes ago.</summary>
    public string OldSnapshot() => _snapshots.Peek();

    private void Change(bool isBid, long price, long quantity)
    {
        var side = isBid ? _bids : _asks;
        if (quantity == 0 && !side.Remove(price))
            return;
        if (quantity > 0)
            side[price] = quantity;

        // A frame says one thing of a level, and nothing of one that came and went.
        _changes.RemoveAll(change => change.IsBid == isBid && change.Price == price);
        if (quantity > 0 || _before.Contains((isBid, price)))
            _changes.Add((isBid, price, quantity));
    }

    private string Update(long first)
    {
        var time = Now();
        string Side(bool isBid, string more) => string.Join(',', _changes.Where(change => change.IsBid == isBid)
            .Select(change => $"[\"{Price(change.Price)}\",\"{Quantity(change.Quantity)}\"{more}]"));
        switch (_format)
        {
            case MarketFormat.Kraken:
                var stamp = $",\"{Seconds(time)}\"";
                return $$"""[1,{"a":[{{Side(false, stamp)}}],"b":[{{Side(true, stamp)}}],"c":"{{Text(Checksum())}}"},"book-1000","{{Symbol}}"]""";
            case MarketFormat.Coinbase:
                var changes = string.Join(',', _changes.Select(change =>
                    $"[\"{(change.IsBid ? "buy" : "sell")}\",\"{Price(change.Price)}\",\"{Quantity(change.Quantity)}\"]"));
                return $$"""{"type":"l2update","product_id":"{{Symbol}}","changes":[{{changes}}],"time":"{{Iso(time)}}"}""";
            default:
                var previous = _format == MarketFormat.BinanceFutures ? $"\"pu\":{Text(_previousId)}," : "";
                return Stream("depth@100ms", $$"""{"e":"depthUpdate","E":{{Text(Milliseconds(time))}},"s":"{{Symbol}}","U":{{Text(first)}},"u":{{Text(LastId)}},{{previous}}"b":[{{Side(true, "")}}],"a":[{{Side(false, "")}}]}""");
        }
    }

    private void Remember()
    {
        if (_states.Count == StatesKept)
            _known.Remove(_states.Dequeue());
        var state = State();
        if (_known.Add(state))
            _states.Enqueue(state);
        if (_snapshots.Count == SnapshotAge)
            _snapshots.Dequeue();
        _snapshots.Enqueue(Snapshot());
    }

    // The ten best asks, then the ten best bids: digits of price and quantity without leading zeros.
    private uint Checksum()
    {
        var text = new StringBuilder();
        foreach (var (price, quantity) in _asks.Take(10).Concat(_bids.Reverse().Take(10)))
        {
            text.Append(Price(price).Replace(".", "", StringComparison.Ordinal).TrimStart('0'));
            text.Append(Quantity(quantity).Replace(".", "", StringComparison.Ordinal).TrimStart('0'));
        }

        var crc = uint.MaxValue;
        foreach (var c in text.ToString())
        {
            crc ^= c;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }

    private string Stream(string name, string data) => $$"""{"stream":"{{Symbol.ToLowerInvariant()}}@{{name}}","data":{{data}}}""";

    private DateTimeOffset Now() => DateTimeOffset.UtcNow + Skew;

    private static string Levels(IEnumerable<KeyValuePair<long, long>> levels, string more) =>
        string.Join(',', levels.Select(level => $"[\"{Price(level.Key)}\",\"{Quantity(level.Value)}\"{more}]"));

    private static string Price(long price) => FormattableString.Invariant($"{price / 10}.{price % 10}0");

    private static string Quantity(long quantity) => FormattableString.Invariant($"{quantity / 1000}.{quantity % 1000:000}");

    private static string Seconds(DateTimeOffset time) =>
        FormattableString.Invariant($"{time.ToUnixTimeSeconds()}.{time.Ticks % TimeSpan.TicksPerSecond / 10:000000}");

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

namespace TradeBooks.Feeds.Tests.Kafka.Reading;

/// <summary>What a record of a made-up log is.</summary>
internal enum LogKind
{
    Bar,
    End,
    Bad,
}

/// <summary>A record of a made-up log.</summary>
internal sealed record LogRecord(string Symbol, LogKind Kind, int Minute = 0, decimal Price = 0)
{
    /// <summary>
    /// A partition of a few symbols with what real ones have: some far ahead, repeated and revised bars, bars after an
    /// end of data, records that are no bars; every symbol's data end at last. The same seed gives the same log.
    /// </summary>
    public static List<LogRecord> Make(int seed, IReadOnlyList<string> symbols, int count)
    {
        var random = new Random(seed);
        var minutes = new int[symbols.Count];
        var log = new List<LogRecord>();
        var usual = 0;
        while (log.Count < count)
        {
            if (random.Next(4) == 0)
                usual = random.Next(symbols.Count);
            var symbol = symbols[usual];
            log.Add(random.Next(20) switch
            {
                0 => new LogRecord(symbol, LogKind.Bad),
                1 => new LogRecord(symbol, LogKind.End),
                2 or 3 when log.FindLast(record => record.Symbol == symbol && record.Kind == LogKind.Bar) is { } last => last,
                4 when log.Find(record => record.Symbol == symbol && record.Kind == LogKind.Bar) is { } first => first with { Price = first.Price + 1 },
                _ => new LogRecord(symbol, LogKind.Bar, minutes[usual] += random.Next(1, 4), 10 + log.Count),
            });
        }

        log.AddRange(symbols.Select(symbol => new LogRecord(symbol, LogKind.End)));
        return log;
    }
}

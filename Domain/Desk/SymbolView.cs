using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Desk;

/// <summary>A symbol as it stands after the last event that is durable.</summary>
public sealed record SymbolView
{
    public required string Symbol { get; init; }

    /// <summary>Event time of the last event; <see cref="EventTime.MinValue"/> before the first.</summary>
    public required EventTime Time { get; init; }

    /// <summary>The last price; 0 before the first.</summary>
    public required decimal Mark { get; init; }

    /// <summary>Decimals of a price: those of the tick size.</summary>
    public required int PricePrecision { get; init; }

    /// <summary>Whether new entries of this symbol are refused.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether its feed has said that its data has ended.</summary>
    public bool IsEnded { get; init; }

    /// <summary>Bars applied.</summary>
    public long Bars { get; init; }

    /// <summary>Depth events taken, snapshots and updates; what has become of them says the book.</summary>
    public long DepthEvents { get; init; }

    /// <summary>Trades of others applied.</summary>
    public long Trades { get; init; }

    /// <summary>Bars that were there before, with the same values.</summary>
    public long Duplicates { get; init; }

    /// <summary>Bars that were there before, with other values; not applied.</summary>
    public long Revisions { get; init; }

    /// <summary>Records that could not be read, and went to the dead-letter topic.</summary>
    public long DeadLetters { get; init; }

    /// <summary>Last position applied, by source (<c>topic/partition</c>).</summary>
    public IReadOnlyDictionary<string, long> Positions { get; init; } = new Dictionary<string, long>();

    /// <summary>The latest bars, oldest first.</summary>
    public IReadOnlyList<Bar> LatestBars { get; init; } = [];

    /// <summary>The strategies' figures, by portfolio, strategy and name (<c>default/lss/atr</c>); <see cref="double.NaN"/> while there is none.</summary>
    public IReadOnlyDictionary<string, double> Indicators { get; init; } = new Dictionary<string, double>();

    /// <summary>Best levels of the order book; null where the symbol has none.</summary>
    public BookView? Book { get; init; }
}

using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.SymbolView")]
internal struct SymbolViewSurrogate
{
    [Id(0)]
    public string Symbol;

    [Id(1)]
    public long Time;

    [Id(2)]
    public decimal Mark;

    [Id(3)]
    public bool IsPaused;

    [Id(4)]
    public bool IsEnded;

    [Id(5)]
    public long Bars;

    [Id(6)]
    public long Duplicates;

    [Id(7)]
    public long Revisions;

    [Id(8)]
    public long DeadLetters;

    [Id(9)]
    public Dictionary<string, long> Positions;

    [Id(10)]
    public Bar[] LatestBars;

    [Id(11)]
    public Dictionary<string, double> Indicators;

    [Id(12)]
    public BookView? Book;

    [Id(13)]
    public int PricePrecision;

    [Id(14)]
    public long DepthEvents;

    [Id(15)]
    public long Trades;
}

[RegisterConverter]
internal sealed class SymbolViewConverter : IConverter<SymbolView, SymbolViewSurrogate>
{
    public SymbolView ConvertFromSurrogate(in SymbolViewSurrogate surrogate) => new()
    {
        Symbol = surrogate.Symbol,
        Time = new EventTime(surrogate.Time),
        Mark = surrogate.Mark,
        PricePrecision = surrogate.PricePrecision,
        IsPaused = surrogate.IsPaused,
        IsEnded = surrogate.IsEnded,
        Bars = surrogate.Bars,
        DepthEvents = surrogate.DepthEvents,
        Trades = surrogate.Trades,
        Duplicates = surrogate.Duplicates,
        Revisions = surrogate.Revisions,
        DeadLetters = surrogate.DeadLetters,
        Positions = surrogate.Positions,
        LatestBars = surrogate.LatestBars,
        Indicators = surrogate.Indicators,
        Book = surrogate.Book,
    };

    public SymbolViewSurrogate ConvertToSurrogate(in SymbolView value) => new()
    {
        Symbol = value.Symbol,
        Time = value.Time.Microseconds,
        Mark = value.Mark,
        PricePrecision = value.PricePrecision,
        IsPaused = value.IsPaused,
        IsEnded = value.IsEnded,
        Bars = value.Bars,
        DepthEvents = value.DepthEvents,
        Trades = value.Trades,
        Duplicates = value.Duplicates,
        Revisions = value.Revisions,
        DeadLetters = value.DeadLetters,
        Positions = new Dictionary<string, long>(value.Positions, StringComparer.Ordinal),
        LatestBars = [.. value.LatestBars],
        Indicators = new Dictionary<string, double>(value.Indicators, StringComparer.Ordinal),
        Book = value.Book,
    };
}

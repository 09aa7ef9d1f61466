using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;

namespace TradeBooks.Grains;

/// <summary>What is shown of a symbol, made between two batches.</summary>
/// <param name="symbol">The symbol.</param>
/// <param name="lanes">Its engines.</param>
/// <param name="snapshot">What else there is to know.</param>
internal sealed class SymbolViews(string symbol, IReadOnlyList<SymbolLane> lanes, SymbolSnapshot snapshot)
{
    // In memory only: a new activation begins with none.
    private const int BarsKept = 120;

    private const int BookLevels = 50;

    /// <summary>Has the engines keep what charts show.</summary>
    public void KeepHistory()
    {
        foreach (var lane in lanes)
            lane.Side.Engine.KeepHistory(BarsKept);
    }

    public SymbolView Empty() => new()
    {
        Symbol = symbol,
        Time = EventTime.MinValue,
        Mark = 0,
        PricePrecision = PricePrecision,
    };

    public ChartView EmptyChart() => new()
    {
        Symbol = symbol,
        Time = EventTime.MinValue,
        PricePrecision = PricePrecision,
        IsPaused = snapshot.IsPaused,
    };

    /// <summary>Null where nobody trades the symbol.</summary>
    public ChartView? Chart() => lanes.Count == 0
        ? null
        : EngineViews.Chart(
            [.. lanes.Select(lane => lane.Side.Engine)], snapshot.Time, snapshot.IsPaused, EventTime.MinValue, BarsKept);

    public SymbolView View()
    {
        // The engines have seen the same: one's bars and book are the others' too.
        var engine = lanes.Count == 0 ? null : lanes[0].Side.Engine;
        return Empty() with
        {
            Time = snapshot.Time,
            Mark = engine?.Mark.ToDecimal() ?? 0,
            IsPaused = snapshot.IsPaused,
            IsEnded = snapshot.IsEnded,
            Bars = snapshot.Bars,
            DepthEvents = snapshot.DepthEvents,
            Trades = snapshot.Trades,
            Duplicates = snapshot.Duplicates,
            Revisions = snapshot.Revisions,
            DeadLetters = snapshot.DeadLetters,
            Positions = new Dictionary<string, long>(snapshot.Positions),
            LatestBars = engine?.History?.Read(EventTime.MinValue, BarsKept, out _) ?? [],
            Indicators = EngineViews.Figures(lanes.Select(lane => lane.Side.Engine)),
            Book = engine?.Book is { } book ? BookView.Of(book, BookLevels) : null,
        };
    }

    private int PricePrecision => lanes.Count == 0 ? 0 : lanes[0].Side.Engine.PricePrecision;
}

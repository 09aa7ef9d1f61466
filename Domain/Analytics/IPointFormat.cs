using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Analytics;

/// <summary>How points of one kind are merged, and laid out as numbers when saved.</summary>
internal interface IPointFormat<TPoint>
    where TPoint : struct
{
    /// <summary>Numbers of a point besides its time.</summary>
    static abstract int Width { get; }

    /// <summary>One point for two neighbouring stretches of the same length.</summary>
    static abstract TPoint Merge(in TPoint earlier, in TPoint later);

    static abstract EventTime TimeOf(in TPoint point);

    static abstract void Write(in TPoint point, Span<double> numbers);

    static abstract TPoint Read(EventTime time, ReadOnlySpan<double> numbers);
}

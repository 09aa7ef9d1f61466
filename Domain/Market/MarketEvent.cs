using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TradeBooks.Domain.Market;

/// <summary>
/// One event of one symbol, of any kind, without a box: bar, trade and quote share the same bytes, depth and news
/// are referenced. Engines take nothing else. Every kind starts with its time.
/// </summary>
[StructLayout(LayoutKind.Explicit)]
public readonly struct MarketEvent
{
    [FieldOffset(0)] private readonly object? _reference;
    [FieldOffset(8)] private readonly long _offset;
    [FieldOffset(16)] private readonly int _partition;
    [FieldOffset(20)] private readonly EventKind _kind;
    [FieldOffset(24)] private readonly EventTime _time;
    [FieldOffset(24)] private readonly Bar _bar;
    [FieldOffset(24)] private readonly Trade _trade;
    [FieldOffset(24)] private readonly Quote _quote;

    public MarketEvent(in Bar bar, SourcePosition position)
        : this(EventKind.Bar, position) => _bar = bar;

    public MarketEvent(in Trade trade, SourcePosition position)
        : this(EventKind.Trade, position) => _trade = trade;

    public MarketEvent(in Quote quote, SourcePosition position)
        : this(EventKind.Quote, position) => _quote = quote;

    public MarketEvent(DepthEvent depth, SourcePosition position)
        : this(depth.Kind, position)
    {
        _reference = depth;
        _time = depth.Time;
    }

    public MarketEvent(NewsItem news, SourcePosition position)
        : this(EventKind.News, position)
    {
        _reference = news;
        _time = news.Time;
    }

    /// <summary>
    /// The same event at a time of its own: its own time, or where that is not after <paramref name="last"/> one
    /// microsecond later. An exchange's events come in an order of their own, several at one time and some a little back
    /// in time; so each has its slot, the order of arrival stays, and the events before it alone decide. What is referenced
    /// (depth, news) keeps the exchange's time.
    /// </summary>
    /// <param name="last">Time of the symbol's event before it; <see cref="EventTime.MinValue"/> for none.</param>
    public MarketEvent After(EventTime last)
    {
        if (_time.CompareTo(last) > 0)
            return this;
        var copy = this;
        Unsafe.AsRef(in copy._time) = new EventTime(last.Microseconds + 1);
        return copy;
    }

    /// <summary>
    /// Says that a depth event is lost, at its place among the others: a book that can't tell by its numbers is not in sync
    /// from here on, whoever goes through the events and however often.
    /// </summary>
    /// <param name="time">Any time; where it is unknown, <see cref="After"/> gives it one.</param>
    /// <param name="position">Where the event would have stood.</param>
    public static MarketEvent DepthLost(EventTime time, SourcePosition position)
    {
        var lost = new MarketEvent(EventKind.DepthLost, position);
        Unsafe.AsRef(in lost._time) = time;
        return lost;
    }

    private MarketEvent(EventKind kind, SourcePosition position)
    {
        _kind = kind;
        _offset = position.Offset;
        _partition = position.Partition;
    }

    public EventKind Kind => _kind;

    public EventTime Time => _time;

    public SourcePosition Position => new(_partition, _offset);

    /// <summary>The bar; meaningful only where <see cref="Kind"/> says so.</summary>
    [UnscopedRef]
    public ref readonly Bar Bar => ref _bar;

    /// <summary>The trade; meaningful only where <see cref="Kind"/> says so.</summary>
    [UnscopedRef]
    public ref readonly Trade Trade => ref _trade;

    /// <summary>The quote; meaningful only where <see cref="Kind"/> says so.</summary>
    [UnscopedRef]
    public ref readonly Quote Quote => ref _quote;

    /// <exception cref="InvalidCastException">The event is not of this kind.</exception>
    public DepthEvent Depth => (DepthEvent)_reference!;

    /// <exception cref="InvalidCastException">The event is not of this kind.</exception>
    public NewsItem News => (NewsItem)_reference!;
}

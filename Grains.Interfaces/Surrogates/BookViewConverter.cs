using TradeBooks.Domain.Books;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.BookView")]
internal struct BookViewSurrogate
{
    [Id(0)]
    public long Time;

    [Id(1)]
    public BookLevelView[] Bids;

    [Id(2)]
    public BookLevelView[] Asks;

    [Id(3)]
    public bool IsInSync;

    [Id(4)]
    public string? Reason;

    [Id(5)]
    public long LastUpdateId;

    [Id(6)]
    public BookCounters Counters;
}

[RegisterConverter]
internal sealed class BookViewConverter : IConverter<BookView, BookViewSurrogate>
{
    public BookView ConvertFromSurrogate(in BookViewSurrogate surrogate) =>
        new(new EventTime(surrogate.Time), surrogate.Bids, surrogate.Asks)
        {
            IsInSync = surrogate.IsInSync,
            Reason = surrogate.Reason,
            LastUpdateId = surrogate.LastUpdateId,
            Counters = surrogate.Counters,
        };

    public BookViewSurrogate ConvertToSurrogate(in BookView value) => new()
    {
        Time = value.Time.Microseconds,
        Bids = [.. value.Bids],
        Asks = [.. value.Asks],
        IsInSync = value.IsInSync,
        Reason = value.Reason,
        LastUpdateId = value.LastUpdateId,
        Counters = value.Counters,
    };
}

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
}

[RegisterConverter]
internal sealed class BookViewConverter : IConverter<BookView, BookViewSurrogate>
{
    public BookView ConvertFromSurrogate(in BookViewSurrogate surrogate) =>
        new(new EventTime(surrogate.Time), surrogate.Bids, surrogate.Asks);

    public BookViewSurrogate ConvertToSurrogate(in BookView value) => new()
    {
        Time = value.Time.Microseconds,
        Bids = [.. value.Bids],
        Asks = [.. value.Asks],
    };
}

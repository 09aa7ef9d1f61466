using TradeBooks.Domain.Desk;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.BookLevelView")]
internal struct BookLevelViewSurrogate
{
    [Id(0)]
    public decimal Price;

    [Id(1)]
    public decimal Quantity;
}

[RegisterConverter]
internal sealed class BookLevelViewConverter : IConverter<BookLevelView, BookLevelViewSurrogate>
{
    public BookLevelView ConvertFromSurrogate(in BookLevelViewSurrogate surrogate) => new(surrogate.Price, surrogate.Quantity);

    public BookLevelViewSurrogate ConvertToSurrogate(in BookLevelView value) => new()
    {
        Price = value.Price,
        Quantity = value.Quantity,
    };
}

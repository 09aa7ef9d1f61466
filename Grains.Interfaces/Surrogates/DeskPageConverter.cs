using TradeBooks.Domain.Desk;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.DeskPage`1")]
internal struct DeskPageSurrogate<T>
{
    [Id(0)]
    public T[] Items;

    [Id(1)]
    public long? Next;
}

[RegisterConverter]
internal sealed class DeskPageConverter<T> : IConverter<DeskPage<T>, DeskPageSurrogate<T>>
{
    public DeskPage<T> ConvertFromSurrogate(in DeskPageSurrogate<T> surrogate) =>
        new(surrogate.Items, surrogate.Next);

    public DeskPageSurrogate<T> ConvertToSurrogate(in DeskPage<T> value) => new()
    {
        Items = [.. value.Items],
        Next = value.Next,
    };
}

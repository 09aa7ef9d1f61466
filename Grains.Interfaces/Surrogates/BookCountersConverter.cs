using TradeBooks.Domain.Books;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.BookCounters")]
internal struct BookCountersSurrogate
{
    [Id(0)]
    public long Messages;

    [Id(1)]
    public long Snapshots;

    [Id(2)]
    public long Applied;

    [Id(3)]
    public long Dropped;

    [Id(4)]
    public long Resyncs;

    [Id(5)]
    public long ChecksumFailures;

    [Id(6)]
    public int Held;
}

[RegisterConverter]
internal sealed class BookCountersConverter : IConverter<BookCounters, BookCountersSurrogate>
{
    public BookCounters ConvertFromSurrogate(in BookCountersSurrogate surrogate) => new(
        surrogate.Messages, surrogate.Snapshots, surrogate.Applied, surrogate.Dropped, surrogate.Resyncs,
        surrogate.ChecksumFailures, surrogate.Held);

    public BookCountersSurrogate ConvertToSurrogate(in BookCounters value) => new()
    {
        Messages = value.Messages,
        Snapshots = value.Snapshots,
        Applied = value.Applied,
        Dropped = value.Dropped,
        Resyncs = value.Resyncs,
        ChecksumFailures = value.ChecksumFailures,
        Held = value.Held,
    };
}

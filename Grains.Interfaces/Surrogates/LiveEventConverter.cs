using TradeBooks.Domain.Desk;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.LiveEvent")]
internal struct LiveEventSurrogate
{
    [Id(0)]
    public long Id;

    [Id(1)]
    public LiveKind Kind;

    [Id(2)]
    public TradeView? Fill;

    [Id(3)]
    public MarkView[]? Marks;

    [Id(4)]
    public EquityPoint? Equity;

    [Id(5)]
    public LagView? Lag;
}

[RegisterConverter]
internal sealed class LiveEventConverter : IConverter<LiveEvent, LiveEventSurrogate>
{
    public LiveEvent ConvertFromSurrogate(in LiveEventSurrogate surrogate) => new(surrogate.Id, surrogate.Kind)
    {
        Fill = surrogate.Fill,
        Marks = surrogate.Marks,
        Equity = surrogate.Equity,
        Lag = surrogate.Lag,
    };

    public LiveEventSurrogate ConvertToSurrogate(in LiveEvent value) => new()
    {
        Id = value.Id,
        Kind = value.Kind,
        Fill = value.Fill,
        Marks = value.Marks?.ToArray(),
        Equity = value.Equity,
        Lag = value.Lag,
    };
}

using TradeBooks.Domain.Desk;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.PositionView")]
internal struct PositionViewSurrogate
{
    [Id(0)]
    public string Strategy;

    [Id(1)]
    public string Symbol;

    [Id(2)]
    public decimal Quantity;

    [Id(3)]
    public decimal AveragePrice;

    [Id(4)]
    public decimal Mark;

    [Id(5)]
    public decimal RealizedPnl;

    [Id(6)]
    public decimal UnrealizedPnl;

    [Id(7)]
    public decimal Fees;
}

[RegisterConverter]
internal sealed class PositionViewConverter : IConverter<PositionView, PositionViewSurrogate>
{
    public PositionView ConvertFromSurrogate(in PositionViewSurrogate surrogate) => new(
        surrogate.Strategy, surrogate.Symbol, surrogate.Quantity, surrogate.AveragePrice,
        surrogate.Mark, surrogate.RealizedPnl, surrogate.UnrealizedPnl, surrogate.Fees);

    public PositionViewSurrogate ConvertToSurrogate(in PositionView value) => new()
    {
        Strategy = value.Strategy,
        Symbol = value.Symbol,
        Quantity = value.Quantity,
        AveragePrice = value.AveragePrice,
        Mark = value.Mark,
        RealizedPnl = value.RealizedPnl,
        UnrealizedPnl = value.UnrealizedPnl,
        Fees = value.Fees,
    };
}

using TradeBooks.Domain.Orders;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.Bracket")]
internal struct BracketSurrogate
{
    [Id(0)]
    public decimal TakeProfit;

    [Id(1)]
    public decimal StopLoss;

    [Id(2)]
    public bool AreDistances;
}

[RegisterConverter]
internal sealed class BracketConverter : IConverter<Bracket, BracketSurrogate>
{
    public Bracket ConvertFromSurrogate(in BracketSurrogate surrogate) => surrogate.AreDistances
        ? Bracket.FromFill(surrogate.TakeProfit, surrogate.StopLoss)
        : Bracket.AtPrices(surrogate.TakeProfit, surrogate.StopLoss);

    public BracketSurrogate ConvertToSurrogate(in Bracket value) => new()
    {
        TakeProfit = value.TakeProfit,
        StopLoss = value.StopLoss,
        AreDistances = value.AreDistances,
    };
}

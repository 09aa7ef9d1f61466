using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.DecisionOutcome")]
internal struct DecisionOutcomeSurrogate
{
    [Id(0)]
    public decimal Quantity;

    [Id(1)]
    public Refusal Refusal;
}

[RegisterConverter]
internal sealed class DecisionOutcomeConverter : IConverter<DecisionOutcome, DecisionOutcomeSurrogate>
{
    public DecisionOutcome ConvertFromSurrogate(in DecisionOutcomeSurrogate surrogate) => new(surrogate.Quantity, surrogate.Refusal);

    public DecisionOutcomeSurrogate ConvertToSurrogate(in DecisionOutcome value) => new()
    {
        Quantity = value.Quantity,
        Refusal = value.Refusal,
    };
}

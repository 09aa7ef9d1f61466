using TradeBooks.Domain.Engine;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.SlotAnswer")]
internal struct SlotAnswerSurrogate
{
    [Id(0)]
    public bool IsPending;

    [Id(1)]
    public DecisionOutcome[] Decisions;

    [Id(2)]
    public SizedFill? Sized;
}

[RegisterConverter]
internal sealed class SlotAnswerConverter : IConverter<SlotAnswer, SlotAnswerSurrogate>
{
    public SlotAnswer ConvertFromSurrogate(in SlotAnswerSurrogate surrogate) => new()
    {
        IsPending = surrogate.IsPending,
        Decisions = surrogate.Decisions,
        Sized = surrogate.Sized,
    };

    public SlotAnswerSurrogate ConvertToSurrogate(in SlotAnswer value) => new()
    {
        IsPending = value.IsPending,
        Decisions = [.. value.Decisions],
        Sized = value.Sized,
    };
}

namespace TradeBooks.Domain.Engine;

/// <summary>What a symbol has reported of a time slot, up to its next question.</summary>
/// <param name="Sequence">Number of the slot.</param>
/// <param name="Answers">Answers that the symbol had in this slot before.</param>
/// <param name="Tick">Mark and number of events.</param>
/// <param name="Detail">What was traded or asked; null for nothing.</param>
internal record struct SlotStep(long Sequence, int Answers, SlotTick Tick, SlotDetail? Detail)
{
    /// <summary>Whether there is one; a slot waits for a step that is not there.</summary>
    public readonly bool IsPresent => Sequence > 0;

    /// <summary>Whether its fills are settled.</summary>
    public bool IsSettled;

    /// <summary>Whether its mark and working orders are known.</summary>
    public bool IsMarked;
}

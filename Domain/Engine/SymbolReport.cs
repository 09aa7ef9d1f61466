namespace TradeBooks.Domain.Engine;

/// <summary>
/// What a symbol's side tells the portfolio's side: consecutive time slots of which at most the last one waits for an
/// answer; the first may go on with a slot that had an answer. The same events give the same slots and steps
/// again, so that sequence and step tell a repeated report from a new one.
/// </summary>
public sealed record SymbolReport
{
    /// <summary>The symbol's place in ordinal order in its portfolio.</summary>
    public required int SymbolIndex { get; init; }

    /// <summary>Number of the first slot, from 1, counted by the symbol's side.</summary>
    public required long Sequence { get; init; }

    /// <summary>0 at the beginning of a slot; above 0 where the first slot goes on after so many answers.</summary>
    public int Step { get; init; }

    /// <summary>The slots in the order of time, 1 or more; none only where <see cref="IsEnd"/>.</summary>
    public required IReadOnlyList<SlotTick> Slots { get; init; }

    /// <summary>What was traded or asked, by slot ascending; slots without are left out.</summary>
    public IReadOnlyList<SlotDetail> Details { get; init; } = [];

    /// <summary>
    /// Which activation of the symbol reports, where it matters: one of a lower number than
    /// <see cref="PortfolioSide.Fence"/> was told is not heard any more. 0 where it does not.
    /// </summary>
    public long Epoch { get; init; }

    /// <summary>Whether the symbol's data ends after these slots.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Number of the last slot.</summary>
    public long LastSequence => Sequence + Slots.Count - 1;

    /// <summary>Answers that the last slot had before this report; −1 where there is only the end of the data.</summary>
    public int LastStep => Slots.Count switch
    {
        0 => -1,
        1 => Step,
        _ => 0,
    };

    /// <summary>What the last slot waits for; null where it waits for nothing.</summary>
    public SlotDetail? Question =>
        Details.Count > 0 && Details[^1] is { AwaitsAnswer: true } last && last.Slot == Slots.Count - 1 ? last : null;
}

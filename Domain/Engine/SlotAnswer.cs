namespace TradeBooks.Domain.Engine;

/// <summary>The portfolio's answer to a report: all of its slots are durable, and the last one's question is decided.</summary>
public sealed record SlotAnswer
{
    /// <summary>The answer to a report that asked nothing.</summary>
    public static readonly SlotAnswer Done = new();

    /// <summary>Not decided yet, since other symbols have not come so far: the report is to be sent again.</summary>
    public static readonly SlotAnswer Pending = new() { IsPending = true };

    public bool IsPending { get; init; }

    /// <summary>One for each request, in their order.</summary>
    public IReadOnlyList<DecisionOutcome> Decisions { get; init; } = [];

    /// <summary>What the fill was sized to; null where none was open.</summary>
    public SizedFill? Sized { get; init; }
}

using TradeBooks.Domain.Orders;

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

    /// <summary>The answer that a report had before, from what the ledger holds.</summary>
    /// <param name="question">What was asked; null for nothing.</param>
    /// <param name="decision">What was decided on an order; null where nothing was.</param>
    /// <param name="fill">What an order's fill was sized to; null where it was not settled, since nothing could be bought.</param>
    /// <exception cref="InvalidOperationException">The ledger lacks a decision.</exception>
    public static SlotAnswer FromLedger(
        SlotDetail? question, Func<OrderId, DecisionOutcome?> decision, Func<OrderId, int, SizedFill?> fill)
    {
        if (question is null)
            return Done;
        if (question.AwaitsSize)
            return new SlotAnswer { Sized = fill(question.Fills[^1].OrderId, question.Fills[^1].Number) ?? default(SizedFill) };
        return new SlotAnswer
        {
            Decisions =
            [
                .. question.Requests.Select(request => decision(request.Id)
                    ?? throw new InvalidOperationException($"the ledger has no decision on {request.Id}")),
            ],
        };
    }
}

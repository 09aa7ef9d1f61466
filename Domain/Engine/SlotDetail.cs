using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Engine;

/// <summary>What a symbol has traded, or wants to, in one step of a time slot.</summary>
/// <param name="Slot">Place in the report's slots.</param>
public sealed record SlotDetail(int Slot)
{
    /// <summary>Fills in their order; the last one has quantity 0 where <see cref="AwaitsSize"/>.</summary>
    public IReadOnlyList<Fill> Fills { get; init; } = [];

    /// <summary>Whether the last fill is to be sized: the symbol waits, and goes on with this slot.</summary>
    public bool AwaitsSize { get; init; }

    /// <summary>Working entries by strategy; null where none has left the venue without a fill.</summary>
    public IReadOnlyList<WorkingOrders>? Working { get; init; }

    /// <summary>Requests in the order of the strategies; the symbol waits for the decisions.</summary>
    public IReadOnlyList<OrderRequest> Requests { get; init; } = [];

    /// <summary>Whether the symbol waits for an answer.</summary>
    public bool AwaitsAnswer => AwaitsSize || Requests.Count > 0;
}

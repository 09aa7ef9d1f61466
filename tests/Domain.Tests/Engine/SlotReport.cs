using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>What a symbol's side tells the portfolio's side of one time slot.</summary>
internal sealed record SlotReport(EventTime Time)
{
    public IReadOnlyList<Fill> Fills { get; init; } = [];

    /// <summary>Whether the last fill is to be sized: the side waits for it and goes on with this slot.</summary>
    public bool AwaitsSize { get; init; }

    public Decimal64 Mark { get; init; }

    /// <summary>Working entries by strategy, where some have left the venue without a fill.</summary>
    public IReadOnlyList<WorkingOrders>? Working { get; init; }

    /// <summary>Requests; the side waits for the decisions.</summary>
    public IReadOnlyList<OrderRequest> Requests { get; init; } = [];

    /// <summary>Whether it goes on with a slot that the portfolio's side has in hand, past the sequencer.</summary>
    public bool IsContinuation { get; init; }

    public bool IsEnd { get; init; }
}

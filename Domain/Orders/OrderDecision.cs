namespace TradeBooks.Domain.Orders;

/// <summary>The portfolio's answer to an order request: an order with its quantity, or a refusal with its reason.</summary>
public readonly record struct OrderDecision
{
    private OrderDecision(in OrderRequest request, in Order order, Refusal refusal)
    {
        Id = request.Id;
        StrategyIndex = request.StrategyIndex;
        Order = order;
        Refusal = refusal;
    }

    /// <summary>Id of the request.</summary>
    public OrderId Id { get; }

    /// <summary>The strategy that asked.</summary>
    public int StrategyIndex { get; }

    /// <summary>The order; meaningful only when <see cref="IsAccepted"/>.</summary>
    public Order Order { get; }

    /// <summary><see cref="Refusal.None"/> when accepted.</summary>
    public Refusal Refusal { get; }

    public bool IsAccepted => Refusal == Refusal.None;

    private static OrderDecision Accept(in OrderRequest request, in Order order) => new(request, order, Refusal.None);

    /// <summary>The order of an accepted request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="quantity">What it was sized to; 0 where it is sized when it fills.</param>
    internal static OrderDecision Accept(in OrderRequest request, decimal quantity)
    {
        var signal = request.Signal;
        return Accept(request, new Order(request.Id, request.StrategyIndex, signal.Side)
        {
            Type = signal.Type,
            Quantity = quantity,
            LimitPrice = signal.LimitPrice,
            StopPrice = signal.StopPrice,
            TimeInForce = signal.TimeInForce,
            PostOnly = signal.PostOnly,
            Day = request.Time.Day,
            Bracket = signal.Bracket,
        });
    }

    internal static OrderDecision Refuse(in OrderRequest request, Refusal refusal) => new(request, default, refusal);
}

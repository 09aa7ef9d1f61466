namespace TradeBooks.Domain.Desk;

/// <summary>One thing that happened to a portfolio. Only the member of its kind is set.</summary>
/// <param name="Id">Ascends within a portfolio for as long as its host runs.</param>
/// <param name="Kind">What it tells.</param>
public sealed record LiveEvent(long Id, LiveKind Kind)
{
    public TradeView? Fill { get; init; }

    public IReadOnlyList<MarkView>? Marks { get; init; }

    public EquityPoint? Equity { get; init; }

    public LagView? Lag { get; init; }
}

namespace TradeBooks.Domain.Books;

/// <summary>What becomes of a depth event, and why where it is not applied.</summary>
public readonly record struct DepthVerdict(DepthOutcome Outcome, DepthReason Reason)
{
    public static DepthVerdict Accept => default;

    public static DepthVerdict Drop(DepthReason reason) => new(DepthOutcome.Drop, reason);

    public static DepthVerdict Hold(DepthReason reason) => new(DepthOutcome.Hold, reason);

    public static DepthVerdict Resynchronise(DepthReason reason) => new(DepthOutcome.Resynchronise, reason);

    public override string ToString() => Outcome == DepthOutcome.Accept ? "Accept" : $"{Outcome}: {Reason.ToText()}";
}

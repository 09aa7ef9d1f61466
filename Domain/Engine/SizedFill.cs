namespace TradeBooks.Domain.Engine;

/// <summary>What a fill that was left open was sized to.</summary>
/// <param name="Quantity">Units; 0 where nothing could be bought.</param>
/// <param name="Fee">Paid in cash, 0 or more.</param>
public readonly record struct SizedFill(decimal Quantity, decimal Fee);

namespace TradeBooks.Domain.Orders;

/// <summary>What a strategy's working orders in a symbol would do to its position, exits of brackets aside.</summary>
/// <param name="Entries">Entries that are working.</param>
/// <param name="EntryQuantity">
/// Their quantity together, below 0 when they sell; an entry that is sized when it fills counts as 0.
/// </param>
/// <param name="IsClosing">Whether an order that closes the position is working.</param>
public readonly record struct WorkingOrders(int Entries, decimal EntryQuantity, bool IsClosing);

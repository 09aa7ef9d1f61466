namespace TradeBooks.Domain.Orders;

/// <summary>An order that an event filled, or whose time was over.</summary>
/// <param name="Index">Its place among the working orders.</param>
/// <param name="Price">Price before slippage.</param>
/// <param name="IsExpired">Whether it is to be cancelled rather than filled.</param>
/// <param name="IsInsideBar">Whether the fill was inside a bar rather than at its open.</param>
internal readonly record struct Execution(int Index, decimal Price, bool IsExpired, bool IsInsideBar);

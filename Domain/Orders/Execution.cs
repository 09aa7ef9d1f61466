namespace TradeBooks.Domain.Orders;

/// <summary>An order that an event filled, or whose time was over.</summary>
/// <param name="Index">Its place among the working orders.</param>
/// <param name="Price">Price before slippage.</param>
/// <param name="IsExpired">Whether it is to be cancelled rather than filled.</param>
/// <param name="IsInsideBar">Whether the fill was inside a bar rather than at its open.</param>
/// <param name="Quantity">Units; 0 for all of the order.</param>
internal readonly record struct Execution(int Index, decimal Price, bool IsExpired, bool IsInsideBar, decimal Quantity = 0)
{
    /// <summary>The order is to leave without a fill.</summary>
    public static Execution Cancelled(int index) => new(index, 0, IsExpired: true, IsInsideBar: false);
}

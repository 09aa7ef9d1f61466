using TradeBooks.Domain.Desk;

namespace TradeBooks.Web.Views;

/// <summary>A price level of an order book.</summary>
/// <param name="Price">The price.</param>
/// <param name="Quantity">What waits at it.</param>
/// <param name="Sum">What waits at it and at all better prices of its side.</param>
internal sealed record DepthLevelView(decimal Price, decimal Quantity, decimal Sum)
{
    /// <summary>Levels with their sums, best first.</summary>
    public static IReadOnlyList<DepthLevelView> From(IReadOnlyList<BookLevelView> levels)
    {
        var views = new DepthLevelView[levels.Count];
        var sum = 0m;
        for (var i = 0; i < views.Length; i++)
            views[i] = new DepthLevelView(levels[i].Price, levels[i].Quantity, sum += levels[i].Quantity);
        return views;
    }
}

using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Indicators;

/// <summary>Keeps a damaged saved state from becoming an index error many bars later.</summary>
internal static class SavedIndex
{
    /// <exception cref="StateException"><paramref name="value"/> is outside 0 to <paramref name="last"/>.</exception>
    public static void Check(string name, int value, int last)
    {
        if ((uint)value > (uint)last)
            throw new StateException($"saved state: '{name}' is {value}, expected 0 to {last}");
    }
}

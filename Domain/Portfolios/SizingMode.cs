namespace TradeBooks.Domain.Portfolios;

/// <summary>How many units an entry trades; every result is rounded down to the instrument's lot.</summary>
public enum SizingMode
{
    /// <summary>fraction × equity / price.</summary>
    Notional = 0,

    /// <summary>fraction × equity / stop distance, capped by the largest position that the risk policy allows.</summary>
    Risk = 1,

    /// <summary>cash / price, both at the moment of the fill.</summary>
    AllIn = 2,

    /// <summary>A fixed number of units.</summary>
    Quantity = 3,

    /// <summary>
    /// fraction × equity × (1 − buffer) / price, then one lot less while value and fee together are above that: the
    /// "set holdings" of LEAN.
    /// </summary>
    Target = 4,
}

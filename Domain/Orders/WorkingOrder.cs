namespace TradeBooks.Domain.Orders;

/// <summary>An order at the venue.</summary>
internal struct WorkingOrder
{
    public Order Order;

    /// <summary>Orders of one group above 0 cancel each other.</summary>
    public int Group;

    /// <summary>A stop-limit order whose stop price was reached.</summary>
    public bool IsTriggered;

    /// <summary>
    /// Placed by a fill inside the bar that is being matched, not at its open: what the bar did before the fill is
    /// unknown, so on this bar the order is matched the way that is worse for its owner.
    /// </summary>
    public bool IsFromInsideBar;

    /// <summary>It has yet to come to the venue, and its first event has a say of its own: late, post-only or immediate.</summary>
    public bool IsArriving;

    /// <summary>Microseconds of event time from which on it takes part.</summary>
    public long ActiveFrom;

    /// <summary>How far it has come against a book.</summary>
    public BookProgress Book;
}
